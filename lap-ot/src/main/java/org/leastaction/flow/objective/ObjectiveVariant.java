package org.leastaction.flow.objective;

import java.util.List;
import java.util.Map;

/** An objective that differs from another one in what it overrides. */
public interface ObjectiveVariant extends Objective {

    /** The other objective. */
    Objective objective();

    @Override
    default String key() {
        return objective().key();
    }

    @Override
    default String formula() {
        return objective().formula();
    }

    @Override
    default Map<String, Object> parameters() {
        return objective().parameters();
    }

    @Override
    default Multiplier multiplier() {
        return objective().multiplier();
    }

    @Override
    default <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
        return objective().term(flow, arithmetic);
    }

    @Override
    default <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
        return objective().loss(crossEntropy, term, lambda, arithmetic);
    }

    @Override
    default List<Objective> added() {
        return objective().added();
    }

    @Override
    default boolean isModuleWise() {
        return objective().isModuleWise();
    }
}
