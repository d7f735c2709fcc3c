package org.leastaction.bench.study.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a YAML file with its line number. */
sealed interface YamlNode {

    /** Line of its first character, from 1. */
    int line();

    /** A word or a number, as written. */
    record Scalar(int line, String text) implements YamlNode {}

    /** A list. */
    record Sequence(int line, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Keys with their values, in the order of the file. */
    record Mapping(int line, Map<String, Entry> entries) implements YamlNode {

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** This mapping overridden by another: mappings are merged key by key, anything else is replaced. */
        Mapping under(Mapping over) {
            Map<String, Entry> joined = new LinkedHashMap<>(entries);
            over.entries.forEach((key, entry) -> joined.merge(key, entry, Mapping::laidOver));
            return new Mapping(line, joined);
        }

        private static Entry laidOver(Entry below, Entry above) {
            if (below.value() instanceof Mapping lower && above.value() instanceof Mapping upper) {
                return new Entry(above.line(), lower.under(upper));
            }
            return above;
        }
    }

    /**
     * The value of a key.
     *
     * @param line line of the key
     */
    record Entry(int line, YamlNode value) {}
}
