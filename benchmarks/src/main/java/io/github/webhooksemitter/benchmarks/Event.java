package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The event every contender serialises, once per delivery: an order with lines and a note. */
final class Event {
    static final String NAME = "order.created";

    /** An order's line is about 85 bytes: so half of the JSON are lines, the other half one text. */
    private static final int BYTES_PER_LINE = 170;

    private Event() {}

    /** An order that is so many bytes of JSON. */
    static Map<String, Object> ofBytes(int bytes) {
        int lines = bytes < 2 * BYTES_PER_LINE ? 0 : bytes / BYTES_PER_LINE;
        int rest = bytes - length(order(lines, ""));
        if (rest < 0) {
            throw new IllegalArgumentException("an event has at least " + (bytes - rest) + " bytes, not " + bytes);
        }
        return order(lines, "n".repeat(rest));
    }

    private static int length(Map<String, Object> order) {
        try {
            return new ObjectMapper().writeValueAsBytes(order).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts and numbers are JSON", e);
        }
    }

    private static Map<String, Object> order(int lines, String note) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", "ord_7d2f4c1e9b");
        order.put("createdAt", "2025-11-23T20:00:00Z");
        order.put("currency", "EUR");
        order.put("total", 24_750);
        order.put("paid", true);
        order.put("customer", Map.of("id", "cus_51b7a0"));
        order.put("lines", lines(lines));
        order.put("note", note);
        return order;
    }

    private static List<Map<String, Object>> lines(int count) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
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
