package io.github.webhooksemitter.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
    @TempDir
    Path directory;

    @Test
    void the_other_node_goes_on_in_order_when_the_one_that_delivers_is_killed() throws Exception {
        Map<String, String> arrived = Cluster.run(directory);

        assertThat(arrived.keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20)
                        .mapToObj(order -> "{\"order\": " + order + "}")
                        .toList());
        List<String> nodes = List.copyOf(arrived.values());
        assertThat(nodes.get(19)).isNotEqualTo(nodes.get(0));
        assertThat(nodes.subList(0, 5)).containsOnly(nodes.get(0));
    }
}
