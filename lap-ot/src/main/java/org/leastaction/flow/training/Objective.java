package org.leastaction.flow.training;

import java.util.Objects;

/** What a training minimises: cross entropy CE, with or without the transport cost C of the batch. */
public sealed interface Objective {

    /** The name in files and on the command line. */
    String key();

    /** CE alone. */
    record Vanilla() implements Objective {
        @Override
        public String key() {
            return "vanilla";
        }
    }

    /**
     * CE + λ·C (section C.2 of the paper).
     *
     * @param lambda weight λ of the transport cost, at least 0
     */
    record Fixed(double lambda, Penalty penalty) implements Objective {

        /** @throws IllegalArgumentException unless λ is finite and at least 0 */
        public Fixed {
            Objects.requireNonNull(penalty, "penalty");
            if (!(lambda >= 0) || Double.isInfinite(lambda)) {
                throw new IllegalArgumentException("lambda must be finite and at least 0, not " + lambda);
            }
        }

        @Override
        public String key() {
            return "fixed";
        }
    }

    /**
     * CE + C/λ, where λ starts at λ₀ and at every s-th batch, before that batch's step, grows by τ·CE of that batch
     * (Uzawa's algorithm, section 5.3 of the paper).
     *
     * @param lambda0    λ₀, above 0
     * @param tau        τ, at least 0
     * @param uzawaSteps s, at least 1: batches between two updates of λ
     */
    record LeastAction(double lambda0, double tau, int uzawaSteps, Penalty penalty) implements Objective {

        /** @throws IllegalArgumentException for values outside the ranges above */
        public LeastAction {
            Objects.requireNonNull(penalty, "penalty");
            if (!(lambda0 > 0) || Double.isInfinite(lambda0)) {
                throw new IllegalArgumentException("lambda0 must be finite and above 0, not " + lambda0);
            }
            if (!(tau >= 0) || Double.isInfinite(tau)) {
                throw new IllegalArgumentException("tau must be finite and at least 0, not " + tau);
            }
            if (uzawaSteps < 1) {
                throw new IllegalArgumentException("the steps between two updates must be at least 1, not " + uzawaSteps);
            }
        }

        @Override
        public String key() {
            return "lap";
        }
    }

    static Objective vanilla() {
        return new Vanilla();
    }

    /** Elementwise, p = 2. */
    static Objective fixed(double lambda) {
        return new Fixed(lambda, Penalty.defaults());
    }

    /** Elementwise, p = 2. */
    static Objective leastAction(double lambda0, double tau, int uzawaSteps) {
        return new LeastAction(lambda0, tau, uzawaSteps, Penalty.defaults());
    }
}
