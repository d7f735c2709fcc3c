package org.leastaction.flow.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.leastaction.settings.SettingType;

/**
 * The objective of a training: a loss that depends on the cross entropy CE of a batch, a term C on the flow of the
 * batch, and a multiplier λ.
 *
 * <p>A custom objective implements this interface, preferably as a record: trainers group runs by {@code equals}, and
 * checkpoints identify an objective by its class, its parameters and, for a record, its components. No other code
 * changes: a program passes it to a {@link org.leastaction.flow.training.TrainingRun}, and an {@link ObjectiveProvider}
 * makes it available by name.
 *
 * <p>Both functions are called when a trainer builds its graph, not at every batch. They must not keep state.
 */
public interface Objective {

    /** The name in files and on the command line: lower-case letters, digits and dashes. */
    String key();

    /** The loss in symbols, for reports, e.g. "CE + λ·C, C = Σ mean |v|²". */
    String formula();

    /**
     * The parameters by name, for records and reports: finite numbers, or words. Names are lower-case letters, digits
     * and dashes. None by default.
     */
    default Map<String, Object> parameters() {
        return Map.of();
    }

    /** λ; none by default. */
    default Multiplier multiplier() {
        return Multiplier.none();
    }

    /**
     * C of a batch. It is reported for every epoch, whether or not the loss uses it.
     *
     * @param <T> a value of the arithmetic
     * @return a number
     */
    <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic);

    /**
     * The loss whose gradient a step follows. λ has already been updated for this batch and is treated as a constant.
     *
     * @param crossEntropy CE, mean over the batch, nats; the sum over blocks if the training is {@linkplain
     *                     #isModuleWise module-wise}; a number
     * @param term         C, a number
     * @param lambda       λ, a number; null if the objective has {@linkplain Multiplier#none() none}
     * @param <T>          a value of the arithmetic
     * @return a number
     */
    <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic);

    /**
     * Objectives whose terms are added to this loss, in order: the loss of each, with this loss in place of CE. None by
     * default; see {@link Sum}. Their λ must not grow.
     */
    default List<Objective> added() {
        return List.of();
    }

    /**
     * Whether every block is trained as a module of its own: it has its own classifier, and no gradient passes from it
     * to earlier blocks. A loss that is a sum over blocks is then minimised by each block separately. The classifier of
     * the last block is that of the network; the others have the same form and exist only during the training. False by
     * default.
     */
    default boolean isModuleWise() {
        return false;
    }

    /** CE alone. C is the elementwise transport cost, which is only reported. */
    record Vanilla() implements Objective {

        @Override
        public String key() {
            return "vanilla";
        }

        @Override
        public String formula() {
            return "cross entropy CE";
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            return TransportPenalty.defaults().of(flow, arithmetic);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return crossEntropy;
        }
    }

    /**
     * CE + λ·C (section C.2 of the paper).
     *
     * @param lambda weight λ of the transport cost, at least 0
     */
    record Fixed(double lambda, TransportPenalty penalty) implements Objective {

        /** @throws IllegalArgumentException unless λ is finite and at least 0 */
        public Fixed {
            Objects.requireNonNull(penalty, "penalty");
            Multiplier.constant(lambda);
        }

        @Override
        public String key() {
            return "fixed";
        }

        @Override
        public String formula() {
            return "CE + λ·C";
        }

        @Override
        public Map<String, Object> parameters() {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("lambda", lambda);
            parameters.putAll(penalty.parameters());
            return parameters;
        }

        @Override
        public Multiplier multiplier() {
            return Multiplier.constant(lambda);
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            return penalty.of(flow, arithmetic);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return arithmetic.add(crossEntropy, arithmetic.multiply(term, lambda));
        }
    }

    /**
     * The least action principle: λ grows while the task is unsolved (Uzawa's algorithm, section 5.3 of the paper).
     *
     * @param lambda0    λ₀, above 0
     * @param tau        τ, at least 0
     * @param uzawaSteps s, at least 1: batches between two updates of λ
     * @param form       which of the two losses is minimised
     */
    record LeastAction(double lambda0, double tau, int uzawaSteps, TransportPenalty penalty, Form form)
            implements Objective {

        /** Two losses with the same minimisers for a given λ; their gradients differ by the factor λ. */
        public enum Form {
            /** CE + C/λ, which the paper recommends as the more stable form. */
            DIVIDED("CE + C/λ"),
            /** λ·CE + C, the paper's equation (11). Its gradient is λ times that of the other form. */
            UNDIVIDED("λ·CE + C");

            private final String formula;

            Form(String formula) {
                this.formula = formula;
            }

            /** The name in files and on the command line. */
            public String key() {
                return SettingType.word(this);
            }
        }

        /** @throws IllegalArgumentException for values outside the ranges above */
        public LeastAction {
            Objects.requireNonNull(penalty, "penalty");
            Objects.requireNonNull(form, "form");
            Multiplier.uzawa(lambda0, tau, uzawaSteps);
        }

        /** The objective in the divided form. */
        public LeastAction(double lambda0, double tau, int uzawaSteps, TransportPenalty penalty) {
            this(lambda0, tau, uzawaSteps, penalty, Form.DIVIDED);
        }

        @Override
        public String key() {
            return "lap";
        }

        @Override
        public String formula() {
            return form.formula + Multiplier.GROWTH;
        }

        /** The form is a parameter only if it is not the default, divided one. */
        @Override
        public Map<String, Object> parameters() {
            Map<String, Object> parameters = multiplier().parameters();
            parameters.putAll(penalty.parameters());
            if (form != Form.DIVIDED) {
                parameters.put("objective-form", form.key());
            }
            return parameters;
        }

        @Override
        public Multiplier multiplier() {
            return Multiplier.uzawa(lambda0, tau, uzawaSteps);
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            return penalty.of(flow, arithmetic);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return switch (form) {
                case DIVIDED -> arithmetic.add(crossEntropy, arithmetic.divide(term, lambda));
                case UNDIVIDED -> arithmetic.add(arithmetic.multiply(lambda, crossEntropy), term);
            };
        }
    }

    /**
     * λ·CE with the λ of the least action principle and no transport cost. A control experiment: it keeps only the
     * growing step size of {@code lap} in its undivided form. C is the elementwise transport cost, which is only
     * reported.
     *
     * @param lambda0    λ₀, above 0
     * @param tau        τ, at least 0
     * @param uzawaSteps s, at least 1: batches between two updates of λ
     */
    record Control(double lambda0, double tau, int uzawaSteps) implements Objective {

        /** @throws IllegalArgumentException for values outside the ranges above */
        public Control {
            Multiplier.uzawa(lambda0, tau, uzawaSteps);
        }

        @Override
        public String key() {
            return "control";
        }

        @Override
        public String formula() {
            return "λ·CE" + Multiplier.GROWTH;
        }

        @Override
        public Map<String, Object> parameters() {
            return multiplier().parameters();
        }

        @Override
        public Multiplier multiplier() {
            return Multiplier.uzawa(lambda0, tau, uzawaSteps);
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            return TransportPenalty.defaults().of(flow, arithmetic);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return arithmetic.multiply(lambda, crossEntropy);
        }
    }

    static Objective vanilla() {
        return new Vanilla();
    }

    /** Elementwise, p = 2. */
    static Objective fixed(double lambda) {
        return new Fixed(lambda, TransportPenalty.defaults());
    }

    /** Elementwise, p = 2, in the divided form. */
    static Objective leastAction(double lambda0, double tau, int uzawaSteps) {
        return new LeastAction(lambda0, tau, uzawaSteps, TransportPenalty.defaults());
    }
}
