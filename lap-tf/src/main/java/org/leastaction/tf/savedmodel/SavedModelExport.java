package org.leastaction.tf.savedmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.Segment;
import org.leastaction.flow.layers.FlowTensor;
import org.leastaction.io.AtomicFiles;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Layers.Mode;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.Network.Block;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/**
 * Writes a network as a SavedModel of constants: TensorFlow's own exporter silently omits resource variables.
 *
 * <p>Every named tensor lies on the path from the inputs to the logits, so that a reader can start at it.
 */
public final class SavedModelExport {

    /** The file that makes a folder a SavedModel. */
    static final String FILE = "saved_model.pb";

    private final Network network;
    private final Ops tf;
    private final Map<String, Operand<TFloat32>> named = new LinkedHashMap<>();

    private SavedModelExport(Network network, Ops tf) {
        this.network = network;
        this.tf = tf;
    }

    /**
     * Writes a folder whole or not at all.
     *
     * @param inputs of the training, kept in {@link InputsFile}
     * @throws IOException              if it cannot be written
     * @throws IllegalArgumentException if weights are missing
     */
    public static void write(
            Path folder, Network network, NetworkWeights weights, InputDescription inputs) throws IOException {
        SavedModel model;
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Parameters parameters = Parameters.frozen(
                    tf, network.layout(), parameter -> weights.of(parameter.name(), parameter.size()));
            SignatureDef signature =
                    new SavedModelExport(network, tf)
                            .signature(Layers.of(network.layout(), tf, Mode.INFERENCE, parameters));
            model = SavedModel.newBuilder()
                    .setSavedModelSchemaVersion(1)
                    .addMetaGraphs(MetaGraphDef.newBuilder()
                            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder()
                                    .addTags("serve")
                                    .setTensorflowVersion(TensorFlow.version()))
                            .setGraphDef(graph.toGraphDef())
                            .putSignatureDef(TensorNames.SIGNATURE, signature))
                    .build();
        }
        AtomicFiles.writeFolder(folder, FILE, target -> {
            // Readers expect the folder even if there are no variables.
            Files.createDirectory(target.resolve("variables"));
            Files.write(target.resolve(FILE), model.toByteArray());
            InputsFile.write(target, inputs);
        });
    }

    private SignatureDef signature(Layers layers) {
        Shape input = behindBatch(network.shape().input());
        Placeholder<TFloat32> inputs =
                tf.withName(FlowTensor.INPUT).placeholder(TFloat32.class, Placeholder.shape(input));
        Operand<TFloat32> flat =
                tf.reshape(inputs, tf.constant(new int[] {1, -1, network.shape().inputDimension()}));
        Operand<TFloat32> state =
                onTheWay(FlowTensor.ENCODED, network.encode(layers, flat), network.shape().encoded());
        int index = 0;
        for (int segment = 0; segment < network.shape().segments().size(); segment++) {
            Segment own = network.shape().segments().get(segment);
            for (int b = 0; b < own.blocks(); b++) {
                FlowTensor.OfBlock name = new FlowTensor.OfBlock(segment + 1, index + 1);
                Block block = network.block(layers, index++, state);
                if (!block.shortcut().asOutput().equals(state.asOutput())) {
                    named.put(name.shortcut(), plain(name.shortcut(), block.shortcut(), own.shape()));
                }
                named.put(name.residue(), plain(name.residue(), block.residue(), own.shape()));
                state = onTheWay(name.output(), block.output(), own.shape());
            }
        }
        named.put(FlowTensor.LOGITS, tf.withName(FlowTensor.LOGITS).identity(network.classify(layers, state)));
        SignatureDef.Builder signature = SignatureDef.newBuilder()
                .setMethodName("tensorflow/serving/predict")
                .putInputs(FlowTensor.INPUT, info(inputs));
        named.forEach((name, tensor) -> signature.putOutputs(name, info(tensor)));
        return signature.build();
    }

    /** Names a state and returns the named tensor. */
    private Operand<TFloat32> onTheWay(String name, Operand<TFloat32> state, List<Integer> particle) {
        Operand<TFloat32> shown = plain(name, state, particle);
        named.put(name, shown);
        return network.layout() == Layout.SINGLE
                ? shown
                : tf.reshape(shown, tf.constant(new int[] {1, -1, particle.get(0)}));
    }

    /** A tensor of the shape [batch, …], without an instance axis. */
    private Operand<TFloat32> plain(String name, Operand<TFloat32> tensor, List<Integer> particle) {
        return network.layout() == Layout.SINGLE
                ? tf.withName(name).identity(tensor)
                : tf.withName(name).reshape(tensor, tf.constant(new int[] {-1, particle.get(0)}));
    }

    private static Shape behindBatch(List<Integer> shape) {
        return Shape.of(shape.stream().mapToLong(Integer::longValue).toArray()).prepend(Shape.UNKNOWN_SIZE);
    }

    private static TensorInfo info(Operand<TFloat32> tensor) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long extent : tensor.shape().asArray()) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(extent));
        }
        return TensorInfo.newBuilder()
                .setName(tensor.asOutput().op().name() + ":" + tensor.asOutput().index())
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(shape)
                .build();
    }
}
