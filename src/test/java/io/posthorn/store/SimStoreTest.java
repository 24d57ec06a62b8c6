package io.posthorn.store;

class SimStoreTest extends StoreContract {

    @Override
    protected Store open() {
        return new SimStore();
    }
}
