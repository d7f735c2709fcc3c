package org.leastaction.flow.contract;

/**
 * The tolerances of a contract's checks in single precision, each above 0.
 *
 * @param rounding    of coordinates that two ways of computing should give alike, relative to the largest coordinate
 * @param probability of a sum of probabilities, absolute
 * @param duality     of ⟨w, Ju⟩ = ⟨Jᵀw, u⟩, relative to ‖w‖·‖Ju‖
 * @param derivative  of J·u against finite differences, relative to ‖J·u‖
 * @param training    of a curve's figures that two ways of training should give alike, relative
 */
public record Tolerances(double rounding, double probability, double duality, double derivative, double training) {

    /** @throws IllegalArgumentException unless every tolerance is finite and above 0 */
    public Tolerances {
        for (double tolerance : new double[] {rounding, probability, duality, derivative, training}) {
            if (!(tolerance > 0) || Double.isInfinite(tolerance)) {
                throw new IllegalArgumentException("a tolerance must be finite and above 0, not " + tolerance);
            }
        }
    }

    /** Sufficient for networks of a few hundred operations: 1e-5, 1e-5, 1e-4, 1e-2, 1e-3. */
    public static Tolerances defaults() {
        return new Tolerances(1e-5, 1e-5, 1e-4, 1e-2, 1e-3);
    }

    public Tolerances withRounding(double newRounding) {
        return new Tolerances(newRounding, probability, duality, derivative, training);
    }

    public Tolerances withDerivative(double newDerivative) {
        return new Tolerances(rounding, probability, duality, newDerivative, training);
    }

    public Tolerances withTraining(double newTraining) {
        return new Tolerances(rounding, probability, duality, derivative, newTraining);
    }
}
