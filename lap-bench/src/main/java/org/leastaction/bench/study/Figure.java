package org.leastaction.bench.study;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.leastaction.bench.study.Study.Measure;

/** A figure of a study. */
public enum Figure {
    /** The plane between blocks (the paper's Figure 1). */
    PLANE(EnumSet.of(Measure.COST, Measure.FLOW)),
    /** Transport cost against accuracy, coloured by initialisation, with its regression (Figure 2). */
    COST_ACCURACY(EnumSet.of(Measure.COST, Measure.FLOW)),
    /** Samples decoded between the blocks (Figures 3 and 4). */
    DECODINGS(EnumSet.of(Measure.COST, Measure.FLOW)),
    /** Test accuracy, cross entropy and cost over epochs, with bands over instances (Figure 5). */
    CURVES(EnumSet.allOf(Measure.class)),
    /** Cost, gap, straightness, Hölder exponent and robust accuracy against accuracy, per objective. */
    MEASURES(EnumSet.of(Measure.FLOW));

    @SuppressWarnings("ImmutableEnumChecker") // never changed after the constructor
    private final Set<Measure> measures;

    Figure(Set<Measure> measures) {
        this.measures = Set.copyOf(measures);
    }

    /** The name in study files and file names, e.g. "cost-accuracy". */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it can be drawn from what a study with this setting measures. */
    public boolean needsNoMoreThan(Measure measure) {
        return measures.contains(measure);
    }
}
