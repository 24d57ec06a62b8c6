package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberingTest {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    @ParameterizedTest
    @CsvSource({
        "+14155550123, +14155550123",
        "+15005550006, +15005550006",
        "+15551234567, +15551234567",
        "+1 (415) 555-0123, +14155550123",
        "+1.415.555.0123, +14155550123",
        "' +1 415 555 0123 ', +14155550123",
        "+1\u00A0415\u00A0555\u20110123, +14155550123",
        "0014155550123, +14155550123",
        "00 44 20 7946 0018, +442079460018",
        "+44 (0)20 7946 0018, +442079460018",
        "+4402079460018, +442079460018",
        "+447700900123, +447700900123",
        "+49 151 23456789, +4915123456789",
        "+39 06 12345678, +390612345678",
        "+33 (0) 6 12 34 56 78, +33612345678",
        "+55 11 91234-5678, +5511912345678",
        "+61 (0)412 345 678, +61412345678",
        "+86 138 0013 8000, +8613800138000",
        "+7 916 123-45-67, +79161234567",
        "+882 123456789, +882123456789",
    })
    void numbers_with_their_calling_code_are_normalised(String raw, String e164) {
        assertThat(Numbering.normalise(raw)).contains(e164);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "00",
                "+1",
                "+44",
                "4155550123",
                "14155550123",
                "01114155550123",
                "+0123456789",
                "+1415555",
                "+5550123",
                "+1415555012345",
                "+11234567890",
                "+10000000000",
                "+999123456789",
                "+210123456789",
                "+1 800 FLOWERS",
                "+14155550123 ext 5",
                "+14155550123;5",
                "tel:+14155550123",
                "++14155550123",
                "+1+4155550123",
                "+1415555012³",
                "+１４１５５５５０１２３",
                "whatsapp:+14155550123",
                "jane@acme.test",
                "+1415555012345678901234567890",
                "+1                                                    4155550123",
            })
    void everything_else_is_no_number(String raw) {
        assertThat(Numbering.normalise(raw)).isEmpty();
    }

    @Property(seed = "1", tries = 20_000)
    void a_plain_number_is_what_the_library_makes_of_it(@ForAll("plain") String raw) {
        Optional<String> once = byLibrary(raw);

        assertThat(Numbering.normalise(raw))
                .isEqualTo(once.filter(e164 -> byLibrary(e164).equals(once)));
    }

    private static Optional<String> byLibrary(String raw) {
        try {
            var number = LIBRARY.parse(raw, null);
            boolean possible =
                    LIBRARY.isPossibleNumberWithReason(number)
                            == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
            String e164 = LIBRARY.format(number, PhoneNumberFormat.E164);
            boolean badAreaCode = e164.startsWith("+1") && e164.charAt(2) < '2';
            return possible && !badAreaCode ? Optional.of(e164) : Optional.empty();
        } catch (NumberParseException _) {
            return Optional.empty();
        }
    }

    @Test
    void the_library_s_example_of_every_country_and_type_is_its_own_normal_form() {
        for (String region : LIBRARY.getSupportedRegions()) {
            for (PhoneNumberType type : LIBRARY.getSupportedTypesForRegion(region)) {
                var number = LIBRARY.getExampleNumberForType(region, type);
                String e164 = LIBRARY.format(number, PhoneNumberFormat.E164);
                if (e164.startsWith("+1") && e164.length() < 12) {
                    continue; // a service dialled inside Canada only
                }
                String international = LIBRARY.format(number, PhoneNumberFormat.INTERNATIONAL);

                assertThat(Numbering.normalise(e164)).contains(e164);
                assertThat(Numbering.normalise(international)).contains(e164);
                assertThat(Numbering.country(e164))
                        .contains(LIBRARY.getRegionCodeForNumber(number));
            }
        }
    }

    @Property(seed = "1")
    void normalising_twice_changes_nothing(@ForAll("plain") String raw) {
        Numbering.normalise(raw)
                .ifPresent(e164 -> assertThat(Numbering.normalise(e164)).contains(e164));
    }

    @Property(seed = "1")
    void any_text_has_an_answer(@ForAll String text) {
        assertThat(Numbering.normalise(text)).isNotNull();
        assertThat(Numbering.normalise("+" + text)).isNotNull();
    }

    @Property(seed = "1")
    void every_normal_number_has_a_zone_and_perhaps_a_country(@ForAll("plain") String raw) {
        Numbering.normalise(raw)
                .ifPresent(e164 -> {
                    assertThat(Numbering.zone(e164)).isNotNull();
                    assertThat(Numbering.country(e164).orElse("ZZ")).matches("[A-Z]{2}");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "+14155550123, US",
        "+15005550006, US",
        "+15551234567, US",
        "+14165550123, CA",
        "+18765550123, JM",
        "+442079460018, GB",
        "+447700900123, GB",
        "+77012345678, KZ",
        "+79161234567, RU",
        "+390212345678, IT",
        "+4915123456789, DE",
        "+3584501234567, FI",
    })
    void a_number_has_a_country(String e164, String region) {
        assertThat(Numbering.country(e164)).contains(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+882123456789", "+80012345678", "+999", "+", "+1"})
    void a_worldwide_number_has_none(String e164) {
        assertThat(Numbering.country(e164)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "+14155550123, America/Los_Angeles",
        "+12125550123, America/New_York",
        "+18085550123, Pacific/Honolulu",
        "+16025550123, America/Phoenix",
        "+442079460018, Europe/London",
        "+4915123456789, Europe/Berlin",
        "+919812345678, Asia/Calcutta",
        "+61291234567, Australia/Sydney",
        "+79161234567, Europe/Moscow",
        "+5511912345678, America/Sao_Paulo",
    })
    void a_number_has_a_zone(String e164, String zone) {
        assertThat(Numbering.zone(e164)).isEqualTo(ZoneId.of(zone));
    }

    @Test
    void a_number_of_several_zones_is_in_the_middle_one() {
        assertThat(Numbering.zone("+18005550123"))
                .isIn(
                        zones(
                                "America/Chicago",
                                "America/Winnipeg",
                                "America/New_York",
                                "America/Toronto",
                                "America/Regina",
                                "America/Cayman"));
        assertThat(Numbering.zone("+61412345678").getId()).startsWith("Australia/");
        assertThat(Numbering.zone("+447700900123").getRules())
                .isEqualTo(ZoneId.of("Europe/London").getRules());
    }

    private static List<ZoneId> zones(String... names) {
        return List.of(names).stream().map(ZoneId::of).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+882123456789", "+80012345678", "+999123456789", "+"})
    void a_number_of_no_known_zone_is_in_utc(String e164) {
        assertThat(Numbering.zone(e164)).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void area_codes_are_north_american() {
        assertThat(Numbering.areaCode("+14155550123")).contains("415");
        assertThat(Numbering.areaCode("+442079460018")).isEmpty();
        assertThat(Numbering.areaCode("+1415555")).isEmpty();
    }

    @Provide
    Arbitrary<String> plain() {
        Arbitrary<String> code =
                Arbitraries.of(LIBRARY.getSupportedCallingCodes()).map(String::valueOf);
        Arbitrary<String> national = Arbitraries.strings().numeric().ofMinLength(3).ofMaxLength(13);
        return Arbitraries.oneOf(
                        code.flatMap(c -> national.map(n -> c + n)),
                        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(16))
                .map(digits -> "+" + digits);
    }
}
