package io.posthorn.delivery;

/// Foresees what a pool would do, by the engine's own decisions on a clock of its own.
@FunctionalInterface
public interface Forecaster {

    Forecast of(ForecastRequest request);
}
