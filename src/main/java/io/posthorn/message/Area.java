package io.posthorn.message;

/// Where a number belongs in its numbering plan; small and quick to compare.
///
/// @param country ISO region; empty for none
/// @param code the digits of calling code and area code, as 1212 or 4420; the national destination
///   code where numbers have no area, as mobile numbers outside North America. 0 for none
public record Area(String country, int code) {

    private static final int NONE = 0;
    private static final int NORTH_AMERICA = NorthAmerica.CALLING_CODE * 1000;

    /// Of an address that is no number: nowhere.
    public static final Area NOWHERE = new Area("", NONE);

    public static Area of(Address address) {
        return switch (address.kind()) {
            case PHONE, WHATSAPP -> ofNumber(address.value());
            case EMAIL, DEVICE -> NOWHERE;
        };
    }

    static Area ofNumber(String e164) {
        return new Area(Numbering.country(e164).orElse(""), Numbering.destinationCode(e164));
    }

    boolean same(Area other) {
        return code != NONE && code == other.code;
    }

    /// Two codes of one area.
    boolean overlays(Area other) {
        return northAmerican()
                && other.northAmerican()
                && NorthAmerica.overlay(code - NORTH_AMERICA, other.code - NORTH_AMERICA);
    }

    private boolean northAmerican() {
        return code >= NORTH_AMERICA && code < NORTH_AMERICA + 1000;
    }
}
