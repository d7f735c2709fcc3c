package org.leastaction.bench.command.input;

import java.util.Arrays;
import java.util.List;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.compare.ComparedModel;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.bench.compare.ModelComparer;
import org.leastaction.points.LabelledPoints;

/** Checks that networks that are compared with one another have the same samples. */
public final class SameSamples {

    /**
     * Rounding of points that passed through two normalisations in single precision, relative to the range of the
     * data.
     */
    private static final float ROUNDING = 1e-3f;
    /** Number of points whose coordinates are compared; labels are compared for all. */
    private static final int LOOKED_AT = 100;

    private SameSamples() {}

    /** @throws BadInput if two networks that are compared would be measured on different samples */
    public static void require(List<ComparedModel> models) {
        ComparedModel first = models.get(0);
        for (ComparedModel second : models.subList(1, models.size())) {
            for (int[] pair : ModelComparer.pairs(first, second)) {
                require(first.networks().get(pair[0]), second.networks().get(pair[1]));
            }
        }
    }

    private static void require(ComparedNetwork first, ComparedNetwork second) {
        LabelledPoints a = first.points();
        LabelledPoints b = second.points();
        String both = first.id() + " and " + second.id();
        if (a.points().dimension() != b.points().dimension()) {
            throw new BadInput(both + " take inputs of different shapes, " + a.shape() + " and " + b.shape()
                    + "; only models of the same inputs can be compared");
        }
        if (a.classes() != b.classes()) {
            throw new BadInput(both + " have " + a.classes() + " and " + b.classes() + " classes; --no-labels"
                    + " compares what needs no classes");
        }
        if (a.size() != b.size() || !Arrays.equals(a.labels(), b.labels()) || !isClose(first, second)) {
            throw new BadInput(both + (first.seed().equals(second.seed())
                    ? " get different samples from these data: they state different sizes, crops, interpolations or"
                            + " colours of pictures, or different orders of the classes; only models of the same"
                            + " inputs can be compared"
                    : " were trained with the seeds " + seed(first) + " and " + seed(second)
                            + ", which divide these data differently: the test points of one may be training points of the"
                            + " other; compare networks of equal seeds, or use data with test points of their own"));
        }
    }

    private static String seed(ComparedNetwork network) {
        return network.seed().isPresent() ? Long.toString(network.seed().getAsLong()) : "of this command";
    }

    private static boolean isClose(ComparedNetwork first, ComparedNetwork second) {
        if (first.units().stride() != second.units().stride()) {
            return true; // The orders of channels differ, so only the labels are compared.
        }
        float[] a = natural(first);
        float[] b = natural(second);
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - b[i]) <= ROUNDING * (1 + Math.abs(a[i])))) {
                return false;
            }
        }
        return true;
    }

    private static float[] natural(ComparedNetwork network) {
        LabelledPoints points = network.points().rows(0, Math.min(LOOKED_AT, network.points().size()));
        return network.units().natural(points.points()).toArray();
    }
}
