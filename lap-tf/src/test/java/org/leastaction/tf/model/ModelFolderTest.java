package org.leastaction.tf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameter.Start;

class ModelFolderTest {

    private static final NetworkSpec NETWORK = NetworkSpec.mlp(List.of(2), 2).withBlocks(1);
    private static final List<Parameter> PARAMETERS =
            List.of(new Parameter("block1/first/kernel", List.of(2, 2), Start.WEIGHT, Change.GRADIENT));
    private static final float[] VALUES = {1, -0f, Float.MIN_VALUE, (float) Math.PI};

    @TempDir
    Path folder;

    private Path written() throws IOException {
        Path model = folder.resolve("model");
        ModelFolder.write(model, NETWORK, new Weights(Map.of("block1/first/kernel", VALUES)), PARAMETERS);
        return model;
    }

    @Test
    void weightsComeBackBitEqual() throws IOException {
        ModelFolder.Contents contents = ModelFolder.read(written());
        assertThat(contents.network()).isEqualTo(NETWORK);
        assertThat(contents.weights().of("block1/first/kernel", 4)).containsExactly(VALUES);
    }

    @Test
    void changedWeightsAreNoticed() throws IOException {
        Path weights = written().resolve("weights.npz");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> ModelFolder.read(weights.getParent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("weights.npz")
                .hasMessageContaining("SHA-256");
    }

    @Test
    void anotherFormatIsNamed() throws IOException {
        Path description = written().resolve("model.json");
        Files.writeString(description, Files.readString(description).replace("lap-tf/1", "lap-tf/99"));
        assertThat(ModelFolder.isOne(description.getParent())).isFalse();
        assertThatThrownBy(() -> ModelFolder.read(description.getParent()))
                .hasMessageContaining("lap-tf/99")
                .hasMessageContaining("lap-tf/1");
    }

    @Test
    void unknownKeysAndImpossibleSizesAreErrors() throws IOException {
        Path description = written().resolve("model.json");
        String good = Files.readString(description);
        Files.writeString(description, good.replace("\"blocks\" : 1", "\"blocks\" : 0"));
        assertThatThrownBy(() -> ModelFolder.read(description.getParent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("blocks must be at least 1");
        Files.writeString(description, good.replace("\"blocks\"", "\"bloks\""));
        assertThatThrownBy(() -> ModelFolder.read(description.getParent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bloks");
    }
}
