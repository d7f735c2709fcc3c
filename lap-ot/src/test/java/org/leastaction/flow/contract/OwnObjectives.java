package org.leastaction.flow.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.objective.Arithmetic;
import org.leastaction.flow.objective.BatchFlow;
import org.leastaction.flow.objective.BatchFlow.Block;
import org.leastaction.flow.objective.Multiplier;
import org.leastaction.flow.objective.Objective;

/** Objectives that no trainer can know. */
final class OwnObjectives {

    private OwnObjectives() {}

    /** CE + λ·Σ mean |v|², without the optimisations that a trainer may have for it. */
    record HandWrittenFixed(double lambda) implements Objective {

        @Override
        public String key() {
            return "hand-written-fixed";
        }

        @Override
        public String formula() {
            return "CE + λ·C";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("lambda", lambda);
        }

        @Override
        public Multiplier multiplier() {
            return Multiplier.constant(lambda);
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            return arithmetic.total(flow.blocks().stream()
                    .map(block -> arithmetic.mean(arithmetic.multiply(
                            arithmetic.sumOfElements(arithmetic.multiply(block.residue(), block.residue())),
                            1.0 / block.dimension())))
                    .toList());
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return arithmetic.add(arithmetic.multiply(lambda, term), crossEntropy);
        }
    }

    /** CE + λ·mean |x_K|² of the last state, trained module by module. */
    record LastState(double lambda) implements Objective {

        @Override
        public String key() {
            return "last-state";
        }

        @Override
        public String formula() {
            return "CE + λ·mean |x_K|²";
        }

        @Override
        public Multiplier multiplier() {
            return Multiplier.constant(lambda);
        }

        @Override
        public boolean isModuleWise() {
            return true;
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            return arithmetic.meanOfPowers(flow.blocks().get(flow.blocks().size() - 1).output(), 2);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return arithmetic.add(crossEntropy, arithmetic.multiply(lambda, term));
        }
    }

    /** CE + λ·Σ mean |x_(k+1) − 2·x_k + x_(k−1)|² over the inner states of each segment. */
    record Acceleration(double lambda) implements Objective {

        @Override
        public String key() {
            return "acceleration";
        }

        @Override
        public String formula() {
            return "CE + λ·Σ mean |x_(k+1) − 2·x_k + x_(k−1)|²";
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("lambda", lambda);
        }

        @Override
        public Multiplier multiplier() {
            return Multiplier.constant(lambda);
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            List<T> summands = new ArrayList<>();
            for (List<Block<T>> segment : flow.segments()) {
                for (int k = 1; k < segment.size(); k++) {
                    T ends = arithmetic.add(segment.get(k).output(), segment.get(k - 1).shortcut());
                    T middle = arithmetic.multiply(segment.get(k).shortcut(), 2);
                    summands.add(arithmetic.meanOfPowers(arithmetic.subtract(ends, middle), 2));
                }
            }
            return arithmetic.total(summands);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return arithmetic.add(crossEntropy, arithmetic.multiply(lambda, term));
        }
    }
}
