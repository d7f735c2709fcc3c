package org.leastaction.tf.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Variable;
import org.tensorflow.Result;
import org.tensorflow.Session;

/** The values of a single network's parameters in a session. */
public final class ParameterValues {

    private ParameterValues() {}

    /**
     * Sets every parameter.
     *
     * @throws IllegalArgumentException if one is missing in the weights or has another size
     */
    public static void load(Session session, Parameters parameters, NetworkWeights weights) {
        Map<Variable, float[]> values = new LinkedHashMap<>();
        parameters.all().forEach(parameter -> values.put(
                parameters.variable(parameter), weights.of(parameter.name(), parameter.size())));
        Variable.assign(session, values);
    }

    /** The current values. */
    public static NetworkWeights read(Session session, Parameters parameters) {
        List<Parameter> all = List.copyOf(parameters.all());
        Session.Runner runner = session.runner();
        all.forEach(parameter -> runner.fetch(parameters.variable(parameter).value()));
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            for (int p = 0; p < all.size(); p++) {
                values.put(all.get(p).name(), Feeds.read(result.get(p)));
            }
        }
        return new NetworkWeights(values);
    }
}
