package org.leastaction.flow.objective;

import java.util.Objects;

/**
 * Module-wise training with transport regularisation (TRGL; Karkar, Ayed, de Bézenac and Gallinari 2023, all modules in
 * one step): every block minimises CE_k + λ·C_k, with CE_k the cross entropy of a classifier of its own and C_k its
 * transport cost. λ = 1/(2τ) for the paper's τ; λ = 0 is greedy training without transport cost.
 *
 * @param lambda weight λ of the transport cost, at least 0
 */
public record ModuleWise(double lambda, TransportPenalty penalty) implements ObjectiveVariant {

    /** @throws IllegalArgumentException unless λ is finite and at least 0 */
    public ModuleWise {
        Objects.requireNonNull(penalty, "penalty");
        Multiplier.constant(lambda);
    }

    /** The same loss of the whole network; the term is the sum over blocks. */
    @Override
    public Objective objective() {
        return new Fixed(lambda, penalty);
    }

    @Override
    public String key() {
        return "trgl";
    }

    @Override
    public String formula() {
        return "CE_k + λ·C_k of each block k";
    }

    @Override
    public boolean isModuleWise() {
        return true;
    }
}
