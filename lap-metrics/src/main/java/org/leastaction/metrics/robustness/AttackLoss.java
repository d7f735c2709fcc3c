package org.leastaction.metrics.robustness;

import org.leastaction.points.FloatPoints;

/**
 * The losses that {@link AutoProjectedGradient} maximises, as functions of log-probabilities z. They do not change when
 * a constant is added to z, so that they equal those of the logits.
 *
 * <p>π is the order of the classes by descending score, y the label, t a target class.
 */
public enum AttackLoss {

    /** −z_y. */
    CROSS_ENTROPY("ce", "CE", 2) {
        @Override
        double evaluate(FloatPoints scores, int row, int label, int target, float[] weights, int at) {
            weights[at + label] = -1;
            return -scores.get(row, label);
        }
    },

    /** Difference of logits ratio: −(z_y − max_{i≠y} z_i) / (z_π1 − z_π3). Independent of the scale of the scores. */
    DLR("dlr", "DLR", 3) {
        @Override
        double evaluate(FloatPoints scores, int row, int label, int target, float[] weights, int at) {
            int[] first = first(scores, row, 3);
            int other = first[0] == label ? first[1] : first[0];
            double scale = scores.get(row, first[0]) - scores.get(row, first[2]) + TINY;
            double loss = -(scores.get(row, label) - scores.get(row, other)) / scale;
            weights[at + label] -= (float) (1 / scale);
            weights[at + other] += (float) (1 / scale);
            weights[at + first[0]] -= (float) (loss / scale);
            weights[at + first[2]] += (float) (loss / scale);
            return loss;
        }
    },

    /** −(z_y − z_t) / (z_π1 − (z_π3 + z_π4)/2). */
    TARGETED_DLR("t", "targeted APGD-DLR", 4) {
        @Override
        double evaluate(FloatPoints scores, int row, int label, int target, float[] weights, int at) {
            int[] first = first(scores, row, 4);
            double scale = scores.get(row, first[0])
                    - (scores.get(row, first[2]) + scores.get(row, first[3])) / 2 + TINY;
            double loss = -(scores.get(row, label) - scores.get(row, target)) / scale;
            weights[at + label] -= (float) (1 / scale);
            weights[at + target] += (float) (1 / scale);
            weights[at + first[0]] -= (float) (loss / scale);
            weights[at + first[2]] += (float) (loss / scale / 2);
            weights[at + first[3]] += (float) (loss / scale / 2);
            return loss;
        }
    };

    private static final double TINY = 1e-12;

    private final String key;
    private final String title;
    private final int leastClasses;

    AttackLoss(String key, String title, int leastClasses) {
        this.key = key;
        this.title = title;
        this.leastClasses = leastClasses;
    }

    String key() {
        return "apgd_" + key;
    }

    String title() {
        return this == TARGETED_DLR ? title : "APGD-" + title;
    }

    int leastClasses() {
        return leastClasses;
    }

    /**
     * The loss of a row, and its derivatives with respect to the scores.
     *
     * @param target  the target class; only of a targeted loss
     * @param weights receives the derivatives in [at, at + classes), which is 0 before
     */
    abstract double evaluate(FloatPoints scores, int row, int label, int target, float[] weights, int at);

    /** The classes of the {@code count} greatest scores, in descending order, the lower class first on a tie. */
    static int[] first(FloatPoints scores, int row, int count) {
        int[] first = new int[count];
        int found = 0;
        for (int c = 0; c < scores.dimension(); c++) {
            int place = found;
            while (place > 0 && scores.get(row, c) > scores.get(row, first[place - 1])) {
                place--;
            }
            if (place < count) {
                found = Math.min(count, found + 1);
                for (int k = found - 1; k > place; k--) {
                    first[k] = first[k - 1];
                }
                first[place] = c;
            }
        }
        return first;
    }
}
