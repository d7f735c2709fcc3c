package org.leastaction.bench.study;

/**
 * An instance that could not be made.
 *
 * @param id     of the record that is missing
 * @param reason one sentence
 */
public record InstanceFailure(String id, String reason) {}
