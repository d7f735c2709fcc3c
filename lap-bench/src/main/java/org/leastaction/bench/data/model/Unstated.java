package org.leastaction.bench.data.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a model does not state about the inputs of its training, so that a measurement has to assume it. */
public enum Unstated {
    NORMALISATION("the normalisation of its inputs (--mean, --std)"),
    SIZE("how pictures are resized and cropped (--resize, --crop)"),
    COLOURS("the order of the colours (--colour rgb or bgr)"),
    CLASSES("the order of its classes (--class-names, --label-map)");

    private final String words;

    Unstated(String words) {
        this.words = words;
    }

    /** In words, with the options that decide it. */
    public String inWords() {
        return words;
    }

    /** The word in records, e.g. "normalisation". */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant with a key; empty for those of later versions. */
    public static Optional<Unstated> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst();
    }
}
