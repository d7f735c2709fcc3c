package org.leastaction.onnx;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.flow.NamedInputs.Particle;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** A network of tokens and its arrays in PyTorch; {@code golden/token_networks.py} writes both. */
record GoldenTokens(String network, Map<String, NpyArray> arrays) {

    /** Networks with a mask that does not describe their states. */
    private static final List<String> OTHERWISE_MASKED = List.of("t5", "text_and_picture");

    static GoldenTokens of(String network, String arrays) throws IOException {
        return new GoldenTokens(network, Npz.read(GoldenNetworks.file("tokens/" + arrays + ".npz")));
    }

    FlowModel open(Particle particle) throws IOException {
        return open(particle, BlockChoice.found());
    }

    FlowModel open(Particle particle, BlockChoice blocks) throws IOException {
        Map<String, List<Integer>> shapes = new HashMap<>();
        arrays.forEach((name, array) -> shapes.put(name, array.shape().subList(1, array.rank())));
        return new OnnxInspector().open(GoldenNetworks.file("tokens/" + network + ".onnx"),
                ReadingOptions.of(blocks).withArrays(shapes).withParticle(particle), new Execution(1, "cpu"));
    }

    int size() {
        return arrays.get("state_0").shape().get(0);
    }

    int tokens() {
        return arrays.get("state_0").shape().get(1);
    }

    int states() {
        return (int) arrays.keySet().stream().filter(name -> name.startsWith("state_")).count();
    }

    boolean isToken(int sample, int token) {
        NpyArray mask = arrays.get("attention_mask");
        return mask == null || OTHERWISE_MASKED.contains(network) || mask.longs()[sample * tokens() + token] == 1;
    }

    /** Rows of all inputs; {@code token} fills the input that chooses a token. */
    FloatPoints rows(NamedInputs inputs, int token) {
        float[] rows = new float[size() * inputs.dimension()];
        for (int i = 0; i < size(); i++) {
            int at = i * inputs.dimension();
            for (NamedInput input : inputs.inputs()) {
                for (int j = 0; j < input.dimension(); j++) {
                    rows[at++] = input.name().equals(NamedInputs.TOKEN) ? token
                            : number(input.name(), i * input.dimension() + j);
                }
            }
        }
        return FloatPoints.wrap(rows, size(), inputs.dimension());
    }

    private float number(String name, int index) {
        NpyArray array = arrays.get(name);
        return array.type() == NpyArray.Type.INT64 ? array.longs()[index] : array.floats()[index];
    }

    /** The particles of a state, by the definition of each kind. */
    FloatPoints particles(int state, Particle particle, int chosen) {
        float[] numbers = arrays.get("state_" + state).floats();
        int d = numbers.length / size() / tokens();
        boolean whole = particle == Particle.SAMPLE;
        float[] particles = new float[size() * d * (whole ? tokens() : 1)];
        for (int i = 0; i < size(); i++) {
            int count = 0;
            for (int t = 0; t < tokens(); t++) {
                count += isToken(i, t) ? 1 : 0;
            }
            for (int t = 0; t < tokens(); t++) {
                for (int j = 0; j < d; j++) {
                    float number = isToken(i, t) ? numbers[(i * tokens() + t) * d + j] : 0;
                    switch (particle) {
                        case SAMPLE -> particles[(i * tokens() + t) * d + j] = number;
                        case MEAN -> particles[i * d + j] += number / count;
                        case CLASS -> particles[i * d + j] += t == 0 ? number : 0;
                        case TOKEN -> particles[i * d + j] += t == chosen ? number : 0;
                    }
                }
            }
        }
        return FloatPoints.wrap(particles, size(), particles.length / size());
    }

    /** The squared displacement of a sample's particle in a block. */
    double cost(int block, int sample, Particle particle, int chosen) {
        FloatPoints from = particles(block, particle, chosen);
        FloatPoints to = particles(block + 1, particle, chosen);
        double squared = 0;
        for (int j = 0; j < from.dimension(); j++) {
            squared += Math.pow(to.get(sample, j) - from.get(sample, j), 2);
        }
        return squared;
    }

    /** The log-probabilities of a classifier. */
    FloatPoints scores() {
        NpyArray logits = arrays.get("logits");
        return GoldenNetworks.logSoftmax(FloatPoints.wrap(logits.floats(), size(), logits.shape().get(1)));
    }
}
