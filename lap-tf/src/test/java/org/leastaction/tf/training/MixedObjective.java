package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.objective.Arithmetic;
import org.leastaction.flow.objective.BatchFlow;
import org.leastaction.flow.objective.BatchFlow.Block;
import org.leastaction.flow.objective.Multiplier;
import org.leastaction.flow.objective.Objective;

/**
 * Every operation of the arithmetic, on elements, samples and numbers, in products of what depends on one another:
 * {@code mixed_term} of golden/generate_training.py, in log(1 + CE)·λ + 0.001·C·ReLU(C).
 */
record MixedObjective(Multiplier multiplier) implements Objective {

    @Override
    public String key() {
        return "mixed";
    }

    @Override
    public String formula() {
        return "log(1 + CE)·λ + 0.001·C·ReLU(C)";
    }

    @Override
    public <T> T term(BatchFlow<T> flow, Arithmetic<T> a) {
        List<T> summands = new ArrayList<>(List.of(a.constant(0)));
        for (int k = 0; k < flow.blocks().size(); k++) {
            Block<T> block = flow.blocks().get(k);
            T v = block.residue();
            T y = block.output();
            T length = a.sqrt(a.add(a.sumOfElements(a.square(v)), 1));
            summands.add(a.multiply(a.meanOfPowers(v, 1.5), k + 1));
            summands.add(a.mean(a.multiply(v, a.relu(v))));
            summands.add(a.mean(a.divide(a.multiply(a.tanh(v), y), length)));
            summands.add(a.mean(a.log(a.add(a.exp(a.subtract(v, y)), 1))));
            summands.add(a.mean(length));
            summands.add(a.mean(a.maximum(v, a.mean(y))));
            summands.add(a.meanOfPowers(a.subtract(length, a.mean(v)), 2));
            if (k > 0 && flow.blocks().get(k - 1).segment() == block.segment()) {
                T last = a.detached(flow.blocks().get(k - 1).residue());
                summands.add(a.mean(a.power(a.abs(a.subtract(v, last)), 2)));
            }
        }
        return a.total(summands);
    }

    @Override
    public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> a) {
        return a.add(
                a.multiply(a.log(a.add(crossEntropy, 1)), lambda),
                a.multiply(a.multiply(term, a.relu(term)), 0.001));
    }
}
