package org.leastaction.bench.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each stage of some work cost. */
final class Stopwatch {

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long since = System.nanoTime();

    /** Ends a stage, and begins the next. */
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
