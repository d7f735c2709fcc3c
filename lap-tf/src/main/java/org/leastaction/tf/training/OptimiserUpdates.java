package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.training.Optimiser;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.tf.graph.Variable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The optimiser in a training graph: its state for each parameter, and the updates of one step. */
final class OptimiserUpdates {

    private final Ops tf;
    private final Optimiser optimiser;
    private final Placeholder<TFloat32> learningRate;
    private final Placeholder<TFloat32> epsilon;
    private final List<Variable> state = new ArrayList<>();
    private final List<Op> updates = new ArrayList<>();

    OptimiserUpdates(Ops tf, Optimiser optimiser) {
        this.tf = tf;
        this.optimiser = optimiser;
        this.learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        this.epsilon = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    }

    /** Adds the update of one parameter. */
    void add(Variable parameter, Operand<TFloat32> lossGradient) {
        Operand<TFloat32> gradient = lossGradient;
        if (optimiser.weightDecay() > 0) {
            gradient = tf.math.add(
                    lossGradient, tf.math.mul(parameter.value(), tf.constant((float) optimiser.weightDecay())));
        }
        Variable momentum = stateOf(parameter, "momentum");
        if (optimiser instanceof Sgd sgd) {
            updates.add(tf.train.resourceApplyMomentum(
                    parameter.handle(), momentum.handle(), learningRate, gradient, constant(sgd.momentum())));
        } else if (optimiser instanceof Adam adam) {
            // The bias correction is included in the rate and the ε that are fed, so the powers of β remain 0 here.
            updates.add(tf.train.resourceApplyAdam(
                    parameter.handle(),
                    momentum.handle(),
                    stateOf(parameter, "square").handle(),
                    constant(0),
                    constant(0),
                    learningRate,
                    constant(adam.beta1()),
                    constant(adam.beta2()),
                    epsilon,
                    gradient));
        }
    }

    /** The operations of one step. */
    List<Op> updates() {
        return updates;
    }

    /** The variables of the optimiser, which are initialised to 0. */
    List<Variable> state() {
        return state;
    }

    /**
     * Runs a step whose runner has everything except the learning rate.
     *
     * @param rate   learning rate of the step
     * @param number number of the step, from 1
     */
    Result run(Session.Runner runner, double rate, long number) {
        if (optimiser instanceof Adam adam) {
            double squareCorrection = Math.sqrt(1 - Math.pow(adam.beta2(), (double) number));
            double corrected = rate * squareCorrection / (1 - Math.pow(adam.beta1(), (double) number));
            try (TFloat32 r = TFloat32.scalarOf((float) corrected);
                    TFloat32 e = TFloat32.scalarOf((float) (adam.epsilon() * squareCorrection))) {
                return runner.feed(learningRate, r).feed(epsilon, e).run();
            }
        }
        try (TFloat32 r = TFloat32.scalarOf((float) rate)) {
            return runner.feed(learningRate, r).run();
        }
    }

    private Variable stateOf(Variable parameter, String name) {
        Variable variable = Variable.create(tf, parameter.name() + "/" + name, parameter.shape());
        state.add(variable);
        return variable;
    }

    private Operand<TFloat32> constant(double value) {
        return tf.constant((float) value);
    }
}
