package io.posthorn.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.event.AddressGuard.Reach;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requirement 26 of routing: what nobody may be made to ask, in whatever form it is written.
class AddressGuardTest {

    private static final AddressGuard GUARD =
            new AddressGuard(Reach.PUBLIC, AddressGuardTest::resolved);

    /// Names as a resolver might answer them; literals as Java reads them.
    private static InetAddress[] resolved(String host) throws UnknownHostException {
        return switch (host) {
            case "public.example" -> InetAddress.getAllByName("93.184.216.34");
            case "six.example" -> InetAddress.getAllByName("2606:2800:220:1::1");
            case "inside.example" -> InetAddress.getAllByName("10.1.2.3");
            case "localhost" -> InetAddress.getAllByName("127.0.0.1");
            case "half.example" ->
                    new InetAddress[] {
                        InetAddress.getByName("93.184.216.34"), InetAddress.getLoopbackAddress()
                    };
            case "metadata.google.internal" -> InetAddress.getAllByName("169.254.169.254");
            case "nowhere.example" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/",
                "http://10.255.255.255/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://127.0.0.1/",
                "http://127.1.2.3:8080/",
                "http://localhost/",
                "http://LOCALHOST./",
                "http://0.0.0.0/",
                "http://0.1.2.3/",
                "http://169.254.169.254/latest/meta-data/",
                "http://metadata.google.internal/",
                "http://169.254.0.1/",
                "http://100.64.0.1/",
                "http://100.127.255.255/",
                "http://192.0.0.1/",
                "http://192.0.2.1/",
                "http://198.18.0.1/",
                "http://198.51.100.1/",
                "http://203.0.113.1/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://[::1]/",
                "http://[::]/",
                "http://[fe80::1]/",
                "http://[fec0::1]/",
                "http://[fc00::1]/",
                "http://[fd00:ec2::254]/",
                "http://[ff02::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[fe80::1%25lo]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b::10.0.0.1]/",
                "http://[64:ff9b:1::1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001::1]/",
                "http://[2001:db8::1]/",
                "http://[100::1]/",
                "http://2130706433/",
                "http://017700000001/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0X7F.1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://10.1/",
                "http://127.0.0.1./",
                "http://127.0.0.01/",
                "http://8.8.8.010/",
                "http://134744072/",
                "http://inside.example/",
                "http://half.example/",
            })
    void what_is_not_public_is_refused(String url) {
        assertThat(GUARD.objection(url)).as(url).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://public.example/",
                "file:///etc/passwd",
                "gopher://public.example/",
                "//public.example/",
                "public.example",
                "http:public.example",
                "http:///path",
                "http://public.example /",
                "http://user:secret@public.example/",
                "http://public.example@127.0.0.1/",
                "http://public.example/#fragment",
                "",
            })
    void what_is_no_url_to_post_to_is_refused(String url) {
        assertThat(GUARD.objection(url)).as(url).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://public.example/hook",
                "https://PUBLIC.example.:8443/hook?a=b",
                "https://six.example/",
                "http://8.8.8.8/",
                "http://172.15.0.1/",
                "http://172.32.0.1/",
                "http://100.63.0.1/",
                "http://100.128.0.1/",
                "http://[2606:2800:220:1::1]/",
                "http://nowhere.example/",
            })
    void what_is_public_or_unknown_yet_is_let_pass(String url) {
        assertThat(GUARD.objection(url)).as(url).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/, true", "http://[::1]/, true", "http://[::ffff:127.0.0.1]/, true",
        "http://10.0.0.1/, false", "http://169.254.169.254/, false", "http://8.8.8.8/, true"
    })
    void development_may_reach_its_own_machine_and_nothing_else_private(String url, boolean may) {
        AddressGuard dev = new AddressGuard(Reach.PUBLIC_AND_LOOPBACK, AddressGuardTest::resolved);
        assertThat(dev.objection(url).isEmpty()).isEqualTo(may);
    }

    @Test
    void who_asks_for_it_may_reach_every_network() {
        AddressGuard all = new AddressGuard(Reach.EVERYWHERE, AddressGuardTest::resolved);
        assertThat(all.objection("http://10.0.0.1/")).isEmpty();
    }

    @Test
    void a_connection_goes_to_the_addresses_that_were_looked_at() throws UnknownHostException {
        assertThat(GUARD.resolve("public.example"))
                .containsExactly(InetAddress.getByName("93.184.216.34"));
        assertThatThrownBy(() -> GUARD.resolve("half.example"))
                .isInstanceOf(AddressGuard.Refusal.class);
    }
}
