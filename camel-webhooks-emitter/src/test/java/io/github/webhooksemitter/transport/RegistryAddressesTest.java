package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scopes of addresses against a second classifier, which knows nothing but the tables of the IANA registries. */
class RegistryAddressesTest {
    private static final int ADDRESSES_OF_A_FAMILY = 500_000;

    /** What no registry lists: metadata addresses of clouds that look like anybody's. */
    private static final List<Block> METADATA = List.of(
            Block.of("168.63.129.16/32", "metadata"),
            Block.of("fd00:ec2::254/128", "metadata"),
            Block.of("fd00:ec2::23/128", "metadata"),
            Block.of("fd20:ce::254/128", "metadata"));

    /** From the IPv6 address space registry: whatever is outside is not given out. */
    private static final Block GLOBAL_UNICAST = Block.of("2000::/3", "Global Unicast");

    private final List<Block> registry = read();

    /** A row of a registry, as numbers. */
    private record Block(int family, BigInteger prefix, int length, String name) {
        static Block of(String cidr, String name) {
            String[] parts = cidr.split("/");
            int family = parts[0].contains(":") ? 128 : 32;
            int length = Integer.parseInt(parts[1]);
            return new Block(family, number(bytes(parts[0])).shiftRight(family - length), length, name);
        }

        boolean holds(int bits, BigInteger address) {
            return bits == family && address.shiftRight(family - length).equals(prefix);
        }

        byte[] at(BigInteger offset) {
            return array(
                    prefix.shiftLeft(family - length).add(offset).mod(BigInteger.ONE.shiftLeft(family)), family / 8);
        }

        private static byte[] bytes(String literal) {
            // the JDK would make an IPv4 address of a mapped one
            if (literal.equals("::ffff:0:0")) {
                return array(BigInteger.valueOf(0xffff).shiftLeft(32), 16);
            }
            try {
                return InetAddress.getByName(literal).getAddress();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static byte[] array(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] digits = number.toByteArray();
        int used = Math.min(digits.length, length);
        System.arraycopy(digits, digits.length - used, bytes, length - used, used);
        return bytes;
    }

    private static List<Block> read() {
        try (InputStream in = RegistryAddressesTest.class.getResourceAsStream("/iana-special-registry.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t"))
                    .map(cells -> Block.of(cells[0], cells[1]))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private AddressScope byRegistry(byte[] bytes) {
        int bits = bytes.length * 8;
        BigInteger address = number(bytes);
        if (METADATA.stream().anyMatch(block -> block.holds(bits, address))) {
            return AddressScope.SPECIAL;
        }
        List<String> names = registry.stream()
                .filter(block -> block.holds(bits, address))
                .map(Block::name)
                .toList();
        if (names.contains("Loopback")) {
            return AddressScope.LOOPBACK;
        } else if (names.contains("Private-Use") || names.contains("Unique-Local")) {
            return AddressScope.PRIVATE;
        }
        return names.isEmpty() && (bits == 32 || GLOBAL_UNICAST.holds(bits, address))
                ? AddressScope.PUBLIC
                : AddressScope.SPECIAL;
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void half_a_million_addresses_of_each_family_agree_with_the_registries(int length) throws IOException {
        SplittableRandom random = new SplittableRandom(20_261_124);
        List<Block> blocks =
                registry.stream().filter(block -> block.family() == length * 8).toList();
        byte[] bytes = new byte[length];
        int[] seen = new int[AddressScope.values().length];
        for (int i = 0; i < ADDRESSES_OF_A_FAMILY; i++) {
            if (i % 2 == 0) {
                random.nextBytes(bytes);
                if (length == 16 && i % 4 == 0) {
                    bytes[0] = (byte) (0x20 | bytes[0] & 0x1f);
                }
            } else {
                bytes = near(blocks.get(random.nextInt(blocks.size())), random);
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            AddressScope scope = AddressScope.of(address);
            // an IPv4-mapped address is the IPv4 address itself for the JDK, and for whoever connects to it
            AddressScope expected = byRegistry(address.getAddress());
            if (scope != expected) {
                assertThat(scope).as(address.getHostAddress()).isEqualTo(expected);
            }
            seen[scope.ordinal()]++;
        }
        assertThat(seen[AddressScope.PUBLIC.ordinal()]).isGreaterThan(ADDRESSES_OF_A_FAMILY / 20);
        assertThat(seen[AddressScope.SPECIAL.ordinal()]).isGreaterThan(ADDRESSES_OF_A_FAMILY / 20);
        assertThat(seen[AddressScope.PRIVATE.ordinal()]).isGreaterThan(1000);
        assertThat(seen[AddressScope.LOOPBACK.ordinal()]).isGreaterThan(100);
    }

    /** Around the edges of a block, and anywhere in it. */
    private static byte[] near(Block block, SplittableRandom random) {
        BigInteger size = BigInteger.ONE.shiftLeft(block.family() - block.length());
        BigInteger inside = new BigInteger(block.family(), new java.util.Random(random.nextLong())).mod(size);
        BigInteger edge = BigInteger.valueOf(random.nextInt(-2, 3));
        return switch (random.nextInt(3)) {
            case 0 -> block.at(edge);
            case 1 -> block.at(size.add(edge));
            default -> block.at(inside);
        };
    }

    @Test
    void metadata_addresses_are_neither_public_nor_private() throws IOException {
        for (Block block : METADATA) {
            assertThat(AddressScope.of(InetAddress.getByAddress(block.at(BigInteger.ZERO))))
                    .isEqualTo(AddressScope.SPECIAL);
        }
    }
}
