package org.leastaction.flow.objective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.leastaction.flow.objective.BatchFlow.Block;
import org.leastaction.flow.objective.TransportPenalty.CostScale;
import org.leastaction.settings.SettingType;

/**
 * CE + λ·G: G measures how far the flow T of each segment is from an optimal map, and is 0 for one. Summed over
 * segments; a segment's flow leads from the shortcut of its first block to the output of its last.
 *
 * @param lambda        weight λ, at least 0
 * @param gap           which G
 * @param count         random directions or pairs of probes of a batch, at least 1; not used by the exact gap
 * @param normalisation G of a whole sample, or divided by its number of elements d
 */
public record Monge(double lambda, Gap gap, int count, CostScale normalisation) implements Objective {

    /** A measure G of a batch x₁ … xₙ and its images. */
    public enum Gap {
        /**
         * The Monge gap (1/n)·Σ ‖T(xᵢ) − xᵢ‖² − W₂²(x, T(x)). In many dimensions it is 0 for most maps: the points
         * of a batch are so far apart that no exchange of images is shorter.
         */
        EXACT("gap of each batch to its optimal assignment"),
        /** d times the mean over random directions of the gap of the projections, in which the optimal map sorts. */
        SLICED("gap of projections of each batch to their optimal assignment"),
        /**
         * ‖J − Jᵀ‖² of the Jacobian of T, averaged over samples: 0 if T is a gradient, as optimal maps are. Estimated
         * by (u·Jv − v·Ju)² with random signs u and v.
         */
        ASYMMETRY("asymmetry of the Jacobian, |J - J'|²");

        private final String words;

        Gap(String words) {
            this.words = words;
        }

        /** The name in files and on the command line. */
        public String key() {
            return SettingType.word(this);
        }
    }

    /** @throws IllegalArgumentException unless λ is finite and at least 0, and the count at least 1 */
    public Monge {
        Objects.requireNonNull(gap, "gap");
        Objects.requireNonNull(normalisation, "normalisation");
        Multiplier.constant(lambda);
        if (count < 1) {
            throw new IllegalArgumentException("there must be at least 1 direction or probe, not " + count);
        }
    }

    @Override
    public String key() {
        return "monge";
    }

    @Override
    public String formula() {
        return "CE + λ·G, G the " + gap.words;
    }

    /** The count is a parameter only if it has an effect. */
    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("lambda", lambda);
        parameters.put("normalisation", normalisation.key());
        parameters.put("gap", gap.key());
        if (gap != Gap.EXACT) {
            parameters.put("draws", count);
        }
        return parameters;
    }

    @Override
    public Multiplier multiplier() {
        return Multiplier.constant(lambda);
    }

    @Override
    public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
        List<T> gaps = new ArrayList<>();
        for (List<Block<T>> segment : flow.segments()) {
            T start = segment.get(0).shortcut();
            T end = segment.get(segment.size() - 1).output();
            int dimension = segment.get(0).dimension();
            T perElement = switch (gap) {
                case EXACT -> excess(start, end, arithmetic.assigned(start, end), arithmetic);
                case SLICED -> sliced(start, end, arithmetic);
                case ASYMMETRY -> arithmetic.multiply(asymmetry(start, end, arithmetic), 1.0 / dimension);
            };
            gaps.add(normalisation == CostScale.SUM ? arithmetic.multiply(perElement, dimension) : perElement);
        }
        return arithmetic.total(gaps);
    }

    @Override
    public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
        return arithmetic.add(crossEntropy, arithmetic.multiply(term, lambda));
    }

    /** The mean over samples and elements of (end − start)² − (best − start)². */
    private static <T> T excess(T start, T end, T best, Arithmetic<T> a) {
        return a.mean(a.subtract(a.square(a.subtract(end, start)), a.square(a.subtract(best, start))));
    }

    private <T> T sliced(T start, T end, Arithmetic<T> a) {
        List<T> projections = a.projected(List.of(start, end), count);
        T from = projections.get(0);
        T to = projections.get(1);
        T direct = a.square(a.subtract(to, from));
        T sorted = a.square(a.subtract(a.sorted(to), a.sorted(from)));
        return a.mean(a.subtract(direct, sorted));
    }

    private <T> T asymmetry(T start, T end, Arithmetic<T> a) {
        List<T> squares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            T u = a.signs(start);
            T v = a.signs(start);
            T uJv = a.sumOfElements(a.multiply(u, a.derivative(start, end, v)));
            T vJu = a.sumOfElements(a.multiply(v, a.derivative(start, end, u)));
            squares.add(a.mean(a.square(a.subtract(uJv, vJu))));
        }
        return a.multiply(a.total(squares), 1.0 / count);
    }
}
