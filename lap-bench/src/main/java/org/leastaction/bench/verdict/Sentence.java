package org.leastaction.bench.verdict;

import java.util.List;
import java.util.Objects;

/**
 * One statement of a verdict. The text can be read alone: it contains its figures and their uncertainty.
 *
 * @param text    plain English, one or two sentences, each with its full stop
 * @param figures the numbers on which it is based, the most important first
 * @param caveat  a limitation of the text, a sentence with its full stop; empty if there is none
 */
public record Sentence(Topic topic, String text, List<Figure> figures, String caveat) {

    public Sentence {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(caveat, "caveat");
        figures = List.copyOf(figures);
    }

    /** The same sentence on one of several networks, by its name. */
    public Sentence of(String network) {
        return new Sentence(topic, network + ": " + text, figures, caveat);
    }

    /** The text, followed by the caveat if there is one. */
    public String inFull() {
        return caveat.isEmpty() ? text : text + " " + caveat;
    }
}
