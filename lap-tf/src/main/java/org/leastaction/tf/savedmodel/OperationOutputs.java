package org.leastaction.tf.savedmodel;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetAllOpList;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;

/** Where the named outputs of TensorFlow's operations begin among all outputs of a node. */
final class OperationOutputs {

    private final Map<String, List<OpDef.ArgDef>> outputs;

    private OperationOutputs(OpList operations) {
        outputs = operations.getOpList().stream()
                .collect(Collectors.toUnmodifiableMap(OpDef::getName, OpDef::getOutputArgList));
    }

    /** Those of the native library, which must be loaded; it is asked once. */
    static OperationOutputs ofLibrary() {
        return Library.OUTPUTS;
    }

    /** Initialised when it is first used. */
    private static final class Library {

        static final OperationOutputs OUTPUTS = new OperationOutputs(operations());

        private static OpList operations() {
            TF_Buffer buffer = TF_GetAllOpList();
            try {
                byte[] bytes = new byte[Math.toIntExact(buffer.length())];
                new BytePointer(buffer.data()).get(bytes);
                return OpList.parseFrom(bytes);
            } catch (InvalidProtocolBufferException impossible) {
                throw new IllegalStateException("the library describes its own operations", impossible);
            } finally {
                TF_DeleteBuffer(buffer);
            }
        }
    }

    /** Whether the library has an operation of this type. */
    boolean isKnown(String type) {
        return outputs.containsKey(type);
    }

    /**
     * The first output of an argument.
     *
     * @throws IllegalArgumentException if the operation is unknown or has no such argument
     */
    int first(NodeDef node, String argument) {
        List<OpDef.ArgDef> arguments = outputs.get(node.getOp());
        if (arguments == null) {
            throw new IllegalArgumentException("its operation " + node.getName() + " is of the type " + node.getOp()
                    + ", which this version of TensorFlow does not know");
        }
        int first = 0;
        for (OpDef.ArgDef output : arguments) {
            if (output.getName().equals(argument)) {
                return first;
            }
            first += count(node, output);
        }
        throw new IllegalArgumentException("its operation " + node.getName() + " of the type " + node.getOp()
                + " has no output " + argument);
    }

    private static int count(NodeDef node, OpDef.ArgDef output) {
        if (!output.getNumberAttr().isEmpty()) {
            return Math.toIntExact(attribute(node, output.getNumberAttr()).getI());
        }
        if (!output.getTypeListAttr().isEmpty()) {
            return attribute(node, output.getTypeListAttr()).getList().getTypeCount();
        }
        return 1;
    }

    private static AttrValue attribute(NodeDef node, String name) {
        return node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
    }
}
