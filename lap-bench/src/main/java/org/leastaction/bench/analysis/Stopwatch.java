package org.leastaction.bench.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Wall time of the stages of a computation. */
final class Stopwatch {

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long since = System.nanoTime();

    /** Ends a stage and starts the next. */
    void lap(String stage) {
        long now = System.nanoTime();
        seconds.put(stage, (now - since) / 1e9);
        since = now;
    }

    /** Wall time by stage, in order. */
    Map<String, Double> seconds() {
        return Collections.unmodifiableMap(seconds);
    }
}
