package org.leastaction.flow.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.leastaction.flow.objective.BatchFlow;
import org.leastaction.flow.objective.BatchFlow.Block;
import org.leastaction.flow.objective.DoubleArithmetic;
import org.leastaction.flow.objective.DoubleArithmetic.Value;
import org.leastaction.flow.objective.Objective;

/** The loss of one batch of an affine network, with its derivatives by cross entropy, shortcuts, residues and outputs. */
final class AffineLoss {

    private final int dimension;
    private final Value crossEntropy;
    private final Value term;
    private final List<Block<Value>> blocks = new ArrayList<>();

    /**
     * @param states of each sample, [blocks + 1, d]
     * @param lambda NaN if the objective has none
     */
    AffineLoss(Objective objective, List<double[][]> states, double crossEntropy, double lambda) {
        this.dimension = states.get(0)[0].length;
        DoubleArithmetic arithmetic = new DoubleArithmetic();
        for (int block = 0; block < states.get(0).length - 1; block++) {
            int k = block;
            blocks.add(new Block<>(
                    0,
                    dimension,
                    arithmetic.elements(states.stream().map(sample -> sample[k]).toArray(double[][]::new)),
                    arithmetic.elements(states.stream()
                            .map(sample -> difference(sample[k + 1], sample[k])).toArray(double[][]::new)),
                    arithmetic.elements(states.stream().map(sample -> sample[k + 1]).toArray(double[][]::new))));
        }
        this.crossEntropy = arithmetic.constant(crossEntropy);
        this.term = objective.term(new BatchFlow<>(blocks.get(0).shortcut(), blocks), arithmetic);
        arithmetic.differentiate(objective.loss(
                this.crossEntropy, term, Double.isNaN(lambda) ? null : arithmetic.constant(lambda), arithmetic));
    }

    /** C. */
    double term() {
        return term.number();
    }

    double byCrossEntropy() {
        return crossEntropy.gradient()[0];
    }

    /** Of one sample, [d]; the others alike. */
    double[] byShortcut(int block, int sample) {
        return row(blocks.get(block).shortcut(), sample);
    }

    double[] byResidue(int block, int sample) {
        return row(blocks.get(block).residue(), sample);
    }

    double[] byOutput(int block, int sample) {
        return row(blocks.get(block).output(), sample);
    }

    private double[] row(Value value, int sample) {
        return Arrays.copyOfRange(value.gradient(), sample * dimension, (sample + 1) * dimension);
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        for (int j = 0; j < difference.length; j++) {
            difference[j] -= b[j];
        }
        return difference;
    }
}
