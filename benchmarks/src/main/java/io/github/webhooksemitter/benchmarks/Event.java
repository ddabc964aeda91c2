package io.github.webhooksemitter.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The event every contender serialises, once per delivery: an order of 1 KB (1024 bytes of JSON). */
final class Event {
    static final String NAME = "order.created";
    static final int JSON_BYTES = 1024;

    private Event() {}

    static Map<String, Object> orderCreated() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", "ord_7d2f4c1e9b");
        order.put("createdAt", "2025-11-23T20:00:00Z");
        order.put("currency", "EUR");
        order.put("total", 24_750);
        order.put("paid", true);
        order.put("customer", Map.of("id", "cus_51b7a0"));
        order.put("lines", lines());
        order.put("note", "n".repeat(434));
        return order;
    }

    private static List<Map<String, Object>> lines() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("sku", "SKU-100" + i);
            line.put("name", "Article number " + i);
            line.put("quantity", i);
            line.put("price", 1250 * i + 0.5);
            lines.add(line);
        }
        return lines;
    }
}
