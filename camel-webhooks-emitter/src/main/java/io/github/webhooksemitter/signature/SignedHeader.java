package io.github.webhooksemitter.signature;

/**
 * A header made by a signature scheme.
 *
 * @param name as it is sent
 * @param value as it is sent
 */
public record SignedHeader(String name, String value) {}
