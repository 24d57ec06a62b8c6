package io.posthorn.message;

import static io.posthorn.message.GeoRung.ALPHANUMERIC;
import static io.posthorn.message.GeoRung.FOREIGN;
import static io.posthorn.message.GeoRung.OVERLAY;
import static io.posthorn.message.GeoRung.SAME_AREA;
import static io.posthorn.message.GeoRung.SAME_COUNTRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Sender.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoRungTest {

    @ParameterizedTest
    @CsvSource({
        "+12125550100, +12125550199, SAME_AREA",
        "+12125550100, +13325550199, OVERLAY",
        "+12125550100, +16465550199, OVERLAY",
        "+12125550100, +19175550199, OVERLAY",
        "+17185550100, +19175550199, OVERLAY",
        "+17185550100, +12125550199, SAME_COUNTRY",
        "+13125550100, +17735550199, SAME_COUNTRY",
        "+13125550100, +18725550199, OVERLAY",
        "+14035550100, +17805550199, SAME_COUNTRY",
        "+14035550100, +15875550199, OVERLAY",
        "+14165550100, +19425550199, OVERLAY",
        "+14155550100, +16285550199, OVERLAY",
        "+14155550100, +14165550199, FOREIGN",
        "+18095550100, +18495550199, OVERLAY",
        "+18765550100, +12125550199, FOREIGN",
        "+12125550100, +447700900123, FOREIGN",
        "+442079460018, +442079460999, SAME_AREA",
        "+442079460018, +441614960000, SAME_COUNTRY",
        "+442079460018, +447700900123, SAME_COUNTRY",
        "+4930123456, +4930654321, SAME_AREA",
        "+4930123456, +4989123456, SAME_COUNTRY",
        "+390612345678, +390212345678, SAME_COUNTRY",
        "+390612345678, +390687654321, SAME_AREA",
        "+6591234567, +6598765432, SAME_COUNTRY",
        "+882123456789, +882123456780, FOREIGN",
    })
    void two_numbers_are_as_near_as_their_plan_says(String from, String to, GeoRung rung) {
        assertThat(rung(from, Kind.LONG_CODE, to)).isEqualTo(rung);
    }

    @Test
    void a_toll_free_number_is_at_home_where_its_messages_are_taken() {
        assertThat(rung("+18885550100", Kind.TOLL_FREE, "+12125550199")).isEqualTo(SAME_COUNTRY);
        assertThat(rung("+18885550100", Kind.TOLL_FREE, "+14165550199")).isEqualTo(SAME_COUNTRY);
        assertThat(rung("+18885550100", Kind.TOLL_FREE, "+18765550199")).isEqualTo(FOREIGN);
    }

    @Test
    void a_short_code_is_at_home_where_it_may_send_to() {
        Sender american = sender("72345", Kind.SHORT_CODE, Channel.SMS, Set.of("US"));

        assertThat(GeoRung.of(american, phone("+12125550199"))).isEqualTo(SAME_COUNTRY);
        assertThat(GeoRung.of(american, phone("+447700900123"))).isEqualTo(FOREIGN);
        assertThat(rung("72345", Kind.SHORT_CODE, "+447700900123")).isEqualTo(SAME_COUNTRY);
    }

    @Test
    void a_name_is_at_home_nowhere_and_an_agent_everywhere() {
        Sender agent = sender("acme_agent", Kind.ALPHANUMERIC, Channel.RCS, Set.of());

        assertThat(rung("ACME", Kind.ALPHANUMERIC, "+12125550199")).isEqualTo(ALPHANUMERIC);
        assertThat(GeoRung.of(agent, phone("+12125550199"))).isEqualTo(SAME_COUNTRY);
    }

    @Test
    void addresses_that_are_no_numbers_have_no_geography() {
        Sender mailbox = sender("a@acme.test", Kind.ALPHANUMERIC, Channel.EMAIL, Set.of());

        assertThat(GeoRung.of(mailbox, new Address(Address.Kind.EMAIL, "jane@acme.test")))
                .isEqualTo(SAME_COUNTRY);
    }

    @Property(seed = "1")
    void nearness_is_mutual(
            @ForAll @IntRange(min = 200, max = 999) int a,
            @ForAll @IntRange(min = 200, max = 999) int b) {
        String one = "+1" + a + "2345678";
        String other = "+1" + b + "2345678";

        GeoRung there = rung(one, Kind.LONG_CODE, other);

        assertThat(rung(other, Kind.LONG_CODE, one)).isEqualTo(there);
        assertThat(there == SAME_AREA).isEqualTo(a == b);
    }

    @Test
    void every_pair_of_codes_of_one_area_is_an_overlay_within_one_country() {
        for (List<Integer> area : NorthAmerica.areas()) {
            for (int a : area) {
                for (int b : area) {
                    GeoRung rung = rung("+1" + a + "2345678", Kind.LONG_CODE, "+1" + b + "2345678");
                    assertThat(rung).isEqualTo(a == b ? SAME_AREA : OVERLAY);
                    assertThat(Numbering.country("+1" + a + "2345678"))
                            .isEqualTo(Numbering.country("+1" + b + "2345678"));
                }
            }
        }
    }

    @Test
    void areas_are_listed_once_and_in_order() {
        List<List<Integer>> areas = NorthAmerica.areas();
        Map<Integer, Integer> memberships = new HashMap<>();
        areas.forEach(area -> area.forEach(code -> memberships.merge(code, 1, Integer::sum)));

        assertThat(areas).doesNotHaveDuplicates().hasSizeGreaterThan(140);
        assertThat(areas).allSatisfy(area -> assertThat(area).isSorted().hasSizeGreaterThan(1));
        assertThat(memberships.entrySet().stream().filter(each -> each.getValue() > 1))
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        236, 257, 368, 470, 564, 587, 672, 678, 778, 825, 872, 878, 917, 943);
    }

    private static GeoRung rung(String from, Kind kind, String to) {
        return GeoRung.of(sender(from, kind, Channel.SMS, Set.of()), phone(to));
    }

    private static Address phone(String e164) {
        return new Address(Address.Kind.PHONE, e164);
    }

    private static Sender sender(
            String address, Kind kind, Channel channel, Set<String> countries) {
        return new Sender(
                new SenderId(1),
                "AC1",
                address,
                channel,
                new ConnectionId(2),
                Optional.empty(),
                Map.of(),
                Sender.Status.ACTIVATED,
                1,
                OptionalInt.empty(),
                Sender.Limits.NONE,
                countries,
                kind,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
