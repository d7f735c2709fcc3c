package org.leastaction.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.proto.ByteSlice;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.GraphProto.ValueProto;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/** Products of 8-bit integers are exact on every processor, or refused; the expected ones are computed here. */
class IntegerProductsTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final int SIZE = 16;
    private static final int WEIGHT = 127;

    private final Map<String, TensorProto> constants = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();

    /** 255 · 127 · 16 is far above the 32,767 at which sums of two products saturate. */
    @Test
    void aPartThatOnlyMultipliesIntegersIsExact() throws MalformedModelException {
        nodes.add(NodeProto.cast("x", "integers", ElementType.UINT8));
        for (String name : List.of("first", "second")) {
            constants.put(name, bytes(name, ElementType.INT8, WEIGHT, SIZE, SIZE));
            nodes.add(NodeProto.of("MatMulInteger", List.of("integers", name), name + " products"));
        }
        nodes.add(NodeProto.of("Add", List.of("first products", "second products"), "sum"));
        nodes.add(NodeProto.cast("sum", "y", ElementType.FLOAT));

        assertThat(run(255)).containsOnly(2 * 255f * WEIGHT * SIZE);
    }

    /** The runtime has exact products for each type, but not for both in one network. */
    @ParameterizedTest
    @EnumSource(names = {"UINT8", "INT8"})
    void aMixtureIsExactOrRefusedWithTheOperation(ElementType second) throws MalformedModelException {
        quantised("first", ElementType.UINT8, "x", "middle");
        quantised("second", second, "middle", "y");
        int codes = second == ElementType.UINT8 ? 255 : 127;
        float[] answers;
        try {
            answers = run(255);
        } catch (MalformedModelException refused) {
            assertThat(second).as("type beside unsigned ones: %s", refused).isEqualTo(ElementType.INT8);
            assertThat(refused).hasMessageContaining("may saturate").hasMessageContaining("'first products'")
                    .hasMessageContaining("QLinearMatMul");
            return;
        }
        // The first product, in units of 2⁻¹³, is 255 · 127 · 16 / 8192 ≈ 63; so is the second one of its codes.
        float middle = Math.min(codes, Math.round(255f * WEIGHT * SIZE / 8192));
        assertThat(answers).containsOnly((float) Math.min(codes, Math.round(middle * WEIGHT * SIZE / 8192)));
    }

    @Test
    void productsOfSignedIntegersRun() throws MalformedModelException {
        quantised("only", ElementType.INT8, "x", "y");

        assertThat(run(100)).containsOnly((float) Math.round(100f * WEIGHT * SIZE / 8192));
    }

    /** Codes of unit scale times signed weights, divided by 8192. */
    private void quantised(String name, ElementType type, String from, String to) {
        constants.put("unit", TensorProto.ofFloats("unit", List.of(), 1));
        constants.put("coarse", TensorProto.ofFloats("coarse", List.of(), 8192));
        String weights = name + " w";
        constants.put(weights, bytes(weights, ElementType.INT8, WEIGHT, SIZE, SIZE));
        String weightsZero = name + " zero";
        constants.put(weightsZero, bytes(weightsZero, ElementType.INT8, 0));
        String zero = "zero " + type;
        constants.put(zero, bytes(zero, type, 0));
        nodes.add(NodeProto.of("QuantizeLinear", List.of(from, "unit", zero), name + " codes"));
        nodes.add(NodeProto.of("QLinearMatMul",
                List.of(name + " codes", "unit", zero, weights, "unit", weightsZero, "coarse", zero),
                name + " products"));
        nodes.add(NodeProto.of("DequantizeLinear", List.of(name + " products", "unit", zero), to));
    }

    private static TensorProto bytes(String name, ElementType type, int value, long... shape) {
        byte[] values = new byte[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, (byte) value);
        return new TensorProto(name, Arrays.stream(shape).boxed().toList(), type, ByteSlice.of(values));
    }

    private float[] run(float value) throws MalformedModelException {
        ModelProto model = new ModelProto(8, "", Map.of("", 17L), new GraphProto(nodes, constants,
                List.of(new ValueProto("x", ElementType.FLOAT, List.of(2L, (long) SIZE))), List.of("y")));
        float[] numbers = new float[2 * SIZE];
        Arrays.fill(numbers, value);
        try (ProbeSession session = ProbeSession.open(model, ONE_THREAD)) {
            return session.run("x", List.of(2L, (long) SIZE), numbers).get("y").numbers();
        }
    }
}
