package org.leastaction.bench.compare;

import java.util.List;

/**
 * Models compared on the same samples, each with the first.
 *
 * @param data    name of the data set
 * @param samples number of samples of each network, and of those whose states are measured and compared
 * @param models  in their order, with the ids of their networks
 * @param pairs   every model but the first, compared with the first
 * @param classes names of the classes in numeric order; empty if unknown
 */
public record ModelComparison(
        String data, StateSamples samples, List<Model> models, List<PairComparison> pairs,
        List<String> classes) {

    public ModelComparison {
        models = List.copyOf(models);
        pairs = List.copyOf(pairs);
        classes = List.copyOf(classes);
    }

    /** The same with the names of the classes. */
    public ModelComparison withClasses(List<String> names) {
        return new ModelComparison(data, samples, models, pairs, names);
    }

    /** The name of a class, otherwise e.g. "class 3". */
    public String className(int label) {
        return label < classes.size() ? classes.get(label) : "class " + label;
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
