package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPolicyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public                | 8.8.8.8 2606:4700::1                | 127.0.0.1 ::1 10.0.0.1 fd00::1 169.254.169.254 100.64.0.1",
                "private               | 10.0.0.1 172.16.0.1 192.168.0.1 fd00::1 | 8.8.8.8 127.0.0.1 fe80::1 169.254.169.254 fd00:ec2::254 fd20:ce::254",
                "loopback              | 127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1 | 8.8.8.8 10.0.0.1 0.0.0.0 :: ::127.0.0.1 64:ff9b::7f00:1",
                "public,private        | 8.8.8.8 10.0.0.1                    | 127.0.0.1 169.254.169.254 168.63.129.16",
                "public, 10.1.0.0/16   | 8.8.8.8 10.1.255.255                | 10.0.255.255 10.2.0.0 127.0.0.1",
                "10.1.2.3              | 10.1.2.3                            | 10.1.2.2 8.8.8.8",
                "169.254.169.254/32    | 169.254.169.254                     | 169.254.169.253 fe80::1",
                "fd00:ec2::/32         | fd00:ec2::254                       | fd00:ec1::1 10.0.0.1",
                "0.0.0.0/0             | 127.0.0.1 169.254.169.254 8.8.8.8   | ::1 2606:4700::1",
                "::/0                  | ::1 fe80::1 2606:4700::1            | 127.0.0.1",
                "100.64.0.0/10         | 100.127.255.255                     | 100.63.255.255 100.128.0.0",
                "2606:4700:0:0:8000::/65 | 2606:4700:0:0:8000::1             | 2606:4700:0:0:7fff::1",
                "any                   | 8.8.8.8 127.0.0.1 ::1 169.254.169.254 fe80::1 0.0.0.0 |",
            })
    void an_address_is_allowed_if_something_in_the_list_names_it(String networks, String allowed, String denied)
            throws Exception {
        NetworkPolicy policy = NetworkPolicy.of(networks, "443");
        for (String address : allowed.split(" ")) {
            assertThat(policy.allows(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
        for (String address : denied == null ? new String[0] : denied.split(" ")) {
            assertThat(policy.allows(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "public, public.example.com, localhost",
        "public, 10.example.com, metadata",
        "public, a.locale, printer.local",
        "public, internal.example, x.internal",
        "public, arpa.example, router.home.arpa",
        "public, onion.example, x.onion",
        "loopback, localhost, metadata",
        "loopback, a.localhost, x.internal",
        "127.0.0.0/8, localhost, ",
        "::1, localhost, ",
        "private, metadata, localhost",
        "private, x.internal, a.localhost",
        "10.0.0.0/8, billing.default.svc.cluster.local, localhost",
        "any, metadata, ",
        "any, localhost, "
    })
    void a_special_name_needs_a_network_that_it_could_be_in(String networks, String allowed, String denied) {
        NetworkPolicy policy = NetworkPolicy.of(networks, "443");

        assertThat(policy.problem(allowed, 443)).isEmpty();
        if (denied != null) {
            assertThat(policy.problem(denied, 443)).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80;443;1024-65535, 80;443;1024;8080;65535, 1;22;79;81;444;1023",
        "8080, 8080, 80;443",
        "1-65535, 1;22;65535, 0"
    })
    void a_port_is_allowed_if_it_is_listed(String ports, String allowed, String denied) {
        NetworkPolicy policy = NetworkPolicy.of("public", ports.replace(';', ','));
        for (String port : allowed.split(";")) {
            assertThat(policy.problem("8.8.8.8", Integer.parseInt(port))).isEmpty();
        }
        for (String port : denied.split(";")) {
            assertThat(policy.problem("8.8.8.8", Integer.parseInt(port)))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("allowedPorts"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "public,",
                "Public",
                "local",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0/8",
                "010.0.0.0/8",
                "10.0.0.0/08",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "fd00::/129",
                "fd00::1/8",
                "fe80::1%lo/64",
                "[::1]",
                "example.com",
                "1",
                "#bean:x",
                "10.0.0.0/8;public"
            })
    void what_is_no_list_of_networks_is_refused(String networks) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPolicy.of(networks, "443"))
                .withMessageStartingWith("Option allowedNetworks must be")
                .withMessageContaining("10.1.0.0/16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "80-", "90-80", "-1", "80,", "http", "1-99999", "080"})
    void what_is_no_list_of_ports_is_refused(String ports) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPolicy.of("public", ports))
                .withMessageStartingWith("Option allowedPorts must be");
    }

    @Test
    void equal_policies_are_equal_in_whatever_order() {
        assertThat(NetworkPolicy.of("public, 10.0.0.0/8", "80,443"))
                .isEqualTo(NetworkPolicy.of("10.0.0.0/8,public,public", "443,80"))
                .hasSameHashCodeAs(NetworkPolicy.of("10.0.0.0/8,public", "443,80"))
                .isNotEqualTo(NetworkPolicy.of("public", "80,443"))
                .isNotEqualTo(NetworkPolicy.of("public,10.0.0.0/8", "80"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/s3cret, add loopback",
        "http://localhost/s3cret, add loopback",
        "http://[::1]/s3cret, add loopback",
        "http://10.0.0.1/s3cret, add private",
        "http://receiver/s3cret, add private",
        "http://169.254.169.254/s3cret, add its network",
        "http://8.8.8.8:22/s3cret, allowedPorts"
    })
    void the_error_names_option_and_cure(String url, String cure) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPolicy.of("public", "80,443").check("url", Target.parse(url)))
                .withMessageStartingWith("Option url ")
                .withMessageContaining(cure)
                .withMessageNotContaining("s3cret");
    }

    @Test
    void own_addresses_are_not_public_unless_named_and_are_read_again_now_and_then() throws Exception {
        InetAddress mine = InetAddress.getByName("93.184.216.34");
        AtomicLong now = new AtomicLong(5);
        AtomicInteger reads = new AtomicInteger();
        OwnAddresses own = new OwnAddresses(() -> reads.incrementAndGet() == 1 ? Set.of(mine) : Set.of(), now::get);

        assertThat(AllowedNetworks.parse("public").allows(mine, own)).isFalse();
        assertThat(AllowedNetworks.parse("public,93.184.216.0/24").allows(mine, own))
                .isTrue();
        assertThat(AllowedNetworks.parse("any").allows(mine, own)).isTrue();
        assertThat(AllowedNetworks.parse("public").allows(InetAddress.getByName("8.8.8.8"), own))
                .isTrue();
        now.addAndGet(29_999_999_999L);
        assertThat(AllowedNetworks.parse("public").allows(mine, own)).isFalse();
        assertThat(reads).hasValue(1);
        now.addAndGet(1);
        assertThat(AllowedNetworks.parse("public").allows(mine, own)).isTrue();
        assertThat(reads).hasValue(2);
    }

    @Test
    void the_addresses_of_this_machine_are_known() throws Exception {
        assertThat(OwnAddresses.OF_THIS_MACHINE.contains(InetAddress.getByName("127.0.0.1")))
                .isTrue();
        assertThat(OwnAddresses.OF_THIS_MACHINE.contains(InetAddress.getByName("8.8.8.8")))
                .isFalse();
    }
}
