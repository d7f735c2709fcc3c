package org.leastaction.bench.compare;

import java.util.List;

/**
 * Models compared on the same samples, each with the first.
 *
 * @param data    name of the data set
 * @param samples number of samples of each network
 * @param similaritySamples number of those whose states are compared
 * @param models  in their order, with the ids of their networks
 * @param pairs   every model but the first, compared with the first
 * @param notes   sentences on how models and data were read, and what is missing
 */
public record ModelComparison(
        String data, int samples, int similaritySamples, List<Model> models, List<PairComparison> pairs,
        List<String> notes) {

    public ModelComparison {
        models = List.copyOf(models);
        pairs = List.copyOf(pairs);
        notes = List.copyOf(notes);
    }

    /**
     * A model that was compared.
     *
     * @param networks   ids
     * @param blocks     number of blocks
     * @param dimensions of the state before the first block, and after every block
     */
    public record Model(String name, List<String> networks, int blocks, List<Integer> dimensions) {

        public Model {
            networks = List.copyOf(networks);
            dimensions = List.copyOf(dimensions);
        }
    }
}
