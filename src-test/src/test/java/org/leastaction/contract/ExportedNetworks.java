package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Saver;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.tf.model.ModelFolder;
import org.leastaction.tf.model.TensorFlowFlow;
import org.leastaction.tf.model.NetworkWeights;

/**
 * Networks whose every parameter is random, including statistics, scales, shifts and biases, as after a long training.
 */
final class ExportedNetworks {

    private ExportedNetworks() {}

    /**
     * A network.
     *
     * @param folder where it is kept in between
     */
    static FlowModel random(NetworkSpec network, long seed, Path folder) throws IOException {
        Path model = folder.resolve("started");
        try (FlowModel started = TensorFlowModels.train(network)) {
            started.role(Saver.class).orElseThrow().save(model);
        }
        Random random = new Random(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        ModelFolder.read(model).weights().values()
                .forEach((name, trained) -> values.put(name, drawn(name, trained, random)));
        return new TensorFlowFlow(network, new NetworkWeights(values), TensorFlowModels.EXECUTION);
    }

    private static float[] drawn(String name, float[] trained, Random random) {
        float[] values = new float[trained.length];
        for (int i = 0; i < values.length; i++) {
            double z = random.nextGaussian();
            values[i] = (float) value(name, trained[i], z);
        }
        return values;
    }

    private static double value(String name, double trained, double z) {
        if (name.endsWith("/running_variance") || name.endsWith("/scale")) {
            return Math.exp(0.5 * z);
        }
        return name.endsWith("/kernel") ? trained + 0.02 * z : 0.3 * z;
    }
}
