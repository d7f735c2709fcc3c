package org.leastaction.flow.objective;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.leastaction.settings.SettingType;

/**
 * The transport cost C of a batch, as it enters an objective.
 *
 * @param normalisation the mean over elements, or the sum
 * @param power         p > 1 of |v|^p
 */
public record TransportPenalty(CostScale normalisation, double power) {

    /** The scale of C. The two differ by the factor d; a reported cost always states its scale. */
    public enum CostScale {
        /** Σ_k mean over samples and elements of |v_k|^p: the scale of the paper's published λ₀ and τ. */
        ELEMENTWISE,
        /** Σ_k mean over samples of Σ over elements of |v_k|^p: the paper's formula (10), averaged over samples. */
        SUM;

        /** The name in files and on the command line. */
        public String key() {
            return SettingType.word(this);
        }
    }

    /** @throws IllegalArgumentException unless the power is finite and above 1 */
    public TransportPenalty {
        Objects.requireNonNull(normalisation, "normalisation");
        if (!(power > 1) || Double.isInfinite(power)) {
            throw new IllegalArgumentException("the power of the transport cost must be above 1, not " + power);
        }
    }

    /** Elementwise, p = 2. */
    public static TransportPenalty defaults() {
        return new TransportPenalty(CostScale.ELEMENTWISE, 2);
    }

    public TransportPenalty withPower(double newPower) {
        return new TransportPenalty(normalisation, newPower);
    }

    public TransportPenalty withNormalisation(CostScale newNormalisation) {
        return new TransportPenalty(newNormalisation, power);
    }

    /**
     * C of a batch, Σ over blocks.
     *
     * @param <T> a value of the arithmetic
     * @return a number
     */
    public <T> T of(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
        return arithmetic.total(flow.blocks().stream().map(block -> cost(block, arithmetic)).toList());
    }

    private <T> T cost(BatchFlow.Block<T> block, Arithmetic<T> arithmetic) {
        T mean = arithmetic.meanOfPowers(block.residue(), power);
        return normalisation == CostScale.SUM ? arithmetic.multiply(mean, block.dimension()) : mean;
    }

    /** Scale and power by their names on the command line. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("normalisation", normalisation.key());
        parameters.put("power", power);
        return parameters;
    }
}
