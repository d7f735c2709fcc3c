package org.leastaction.bench.study;

/**
 * An instance that failed.
 *
 * @param id     id of the missing record
 * @param reason one sentence
 */
public record InstanceFailure(String id, String reason) {}
