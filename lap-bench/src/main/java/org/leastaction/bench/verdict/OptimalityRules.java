package org.leastaction.bench.verdict;

import static org.leastaction.bench.verdict.Facts.number;
import static org.leastaction.bench.verdict.Facts.percent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.metrics.statistics.Quantiles;

/**
 * How far a map is from optimal, and whether the samples suffice to show it.
 *
 * <p>A visible gap is a proof at any n and d, since the pairs of an optimal map are an optimal assignment of any
 * samples; and its mean over samples is at most the gap of the distributions. A small gap means something only if a map
 * that is not optimal would have shown one: the control of
 * {@link org.leastaction.transport.GapControl}. If the control has none either, the Jacobian decides, as far as it was
 * measured.
 */
final class OptimalityRules {

    private OptimalityRules() {}

    static Optional<Sentence> sentence(Facts facts) {
        Quantity gap = facts.of(GapMeasures.OT_GAP_RELATIVE);
        if (!gap.isPresent() || !(facts.value(GapMeasures.GAP_POINTS) >= Thresholds.LEAST_SAMPLES)) {
            return Optional.empty();
        }
        if (gap.value() >= GapMeasures.VISIBLE_GAP) {
            return Optional.of(visible(facts, gap));
        }
        List<Figure> figures = new ArrayList<>(List.of(facts.figure(GapMeasures.OT_GAP_RELATIVE)));
        if (facts.value(CostMeasures.COMMON_SHIFT) >= Thresholds.SHIFT) {
            figures.add(facts.figure(CostMeasures.COMMON_SHIFT));
            return Optional.of(new Sentence(Topic.OPTIMALITY, "The map is optimal but for at most "
                    + percent(1 - facts.value(CostMeasures.COMMON_SHIFT))
                    + " of its displacement: the rest is one shift"
                    + " of all samples.", figures, "The deviations from that shift may still be far from optimal."));
        }
        Quantity control = facts.of(GapMeasures.OT_GAP_CONTROL);
        if (control.isPresent()) {
            figures.add(facts.figure(GapMeasures.OT_GAP_CONTROL));
        }
        boolean line = control.reason().contains("line");
        if (line || control.value() >= Thresholds.CONTROL_VISIBLE) {
            return Optional.of(new Sentence(Topic.OPTIMALITY, "The map is close to optimal on these samples: "
                    + percent(gap.value()) + " of its displacement could be saved"
                    + (line ? "." : ", and the samples would show more: with the images rotated by as much as they are"
                            + " moved, at most 30°, the gap is "
                            + percent(control.value()) + "."),
                    figures,
                    "Deviations on scales below the distance of neighbouring samples are not seen."));
        }
        return Optional.of(uninformative(facts, gap, control, figures));
    }

    private static Sentence visible(Facts facts, Quantity gap) {
        Quantity reassigned = facts.of(GapMeasures.REASSIGNED_FRACTION);
        return new Sentence(Topic.OPTIMALITY, "The map is not optimal: the same images can be reached for "
                + percent(gap.value()) + " less squared displacement" + (reassigned.isPresent()
                        ? ", by sending " + percent(reassigned.value()) + " of the samples elsewhere." : "."),
                facts.figures(GapMeasures.OT_GAP_RELATIVE, GapMeasures.OT_GAP, GapMeasures.REASSIGNED_FRACTION),
                "Exact for these " + points(facts) + "; for their distribution it is a lower bound on average, the"
                        + " weaker the higher the dimension" + dimension(facts) + ".");
    }

    private static Sentence uninformative(Facts facts, Quantity gap, Quantity control, List<Figure> figures) {
        String text = "The gap of " + percent(gap.value()) + " carries no information" + (control.isPresent()
                ? ": in their dimension" + dimension(facts) + " " + points(facts) + " are too few, and with the images"
                        + " rotated by as much as they are moved, at most 30°, it is " + percent(control.value())
                        + " as well."
                : ", since no control was measured beside it (" + control.reason() + ").");
        return new Sentence(Topic.OPTIMALITY, text + jacobian(facts, figures), figures,
                facts.has(JacobianMeasures.JACOBIAN_ASYMMETRY)
                        ? "Jacobians also count directions in which there are no data." : "");
    }

    /** The evidence of the Jacobian: J of an optimal map is symmetric without negative eigenvalues. */
    private static String jacobian(Facts facts, List<Figure> figures) {
        Quantity asymmetry = facts.of(JacobianMeasures.JACOBIAN_ASYMMETRY);
        if (!asymmetry.isPresent() || !facts.has(JacobianMeasures.JACOBIAN_POINTS)) {
            List<Double> blocks = facts.list(JacobianMeasures.JACOBIAN_ASYMMETRY_BLOCKS);
            if (blocks.stream().anyMatch(Double::isFinite)) {
                return blocks(facts, blocks, figures);
            }
            return " The Jacobian, which could decide this, was not measured"
                    + (facts.isRefused(JacobianMeasures.JACOBIAN_ASYMMETRY) ? ": " + asymmetry.reason() + "." : ".");
        }
        figures.add(facts.figure(JacobianMeasures.JACOBIAN_ASYMMETRY));
        double low = asymmetry.hasInterval() ? asymmetry.low() : asymmetry.value();
        double high = asymmetry.hasInterval() ? asymmetry.high() : asymmetry.value();
        String value = "its asymmetry is " + number(asymmetry) + " at "
                + Numbers.plain(facts.value(JacobianMeasures.JACOBIAN_POINTS)) + " samples, where an optimal map has 0";
        String text = low >= Thresholds.ASYMMETRIC ? " The Jacobian shows that the map is not optimal: " + value
                : high < Thresholds.ASYMMETRIC ? " The Jacobian is nearly symmetric, as that of an optimal map and of"
                        + " every map near the identity: " + value
                : " The Jacobian leaves it open: " + value;
        Quantity negative = facts.of(JacobianMeasures.JACOBIAN_NEGATIVE_FRACTION);
        if (negative.isPresent() && negative.value() > 0) {
            figures.add(facts.figure(JacobianMeasures.JACOBIAN_NEGATIVE_FRACTION));
            text += "; and at " + percent(negative)
                    + " of the samples the map is certainly not monotone, as an optimal one is";
        }
        return text + ".";
    }

    /** The blocks of a map that changes its dimension: some of them have square Jacobians. */
    private static String blocks(Facts facts, List<Double> asymmetries, List<Figure> figures) {
        int largest = Facts.largest(asymmetries);
        figures.add(new Figure(JacobianMeasures.JACOBIAN_ASYMMETRY_BLOCKS,
                facts.block(largest, asymmetries.size()), Quantity.of(asymmetries.get(largest))));
        double[] sorted =
                asymmetries.stream().filter(Double::isFinite).mapToDouble(Double::doubleValue).sorted().toArray();
        return " The map changes the dimension, so only the Jacobians of blocks are informative: their asymmetry is "
                + Numbers.of(Quantiles.ofSorted(sorted, 0.5)) + " in the median and "
                + Numbers.of(asymmetries.get(largest))
                + " in " + facts.block(largest, asymmetries.size()) + ", where steps of an optimal map have 0.";
    }

    private static String points(Facts facts) {
        return Numbers.plain(facts.value(GapMeasures.GAP_POINTS)) + " samples";
    }

    private static String dimension(Facts facts) {
        Quantity dimension = facts.of(HolderMeasures.INTRINSIC_DIMENSION);
        return dimension.isPresent() ? " (intrinsic: about " + Math.round(dimension.value()) + ")" : "";
    }
}
