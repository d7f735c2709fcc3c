package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.Npz;

/** Networks of full size in {@code -Dlap.networks=FOLDER}, against the outputs of their blocks in other programs. */
class ForeignNetworksTest {

    @TestFactory
    Stream<DynamicTest> everyBlockHasTheStatesThatOthersSaw() throws IOException {
        String folder = System.getProperty("lap.networks", "");
        Assumptions.assumeFalse(folder.isEmpty(), "no -Dlap.networks=FOLDER; see golden/torchvision_networks.py");
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            files = all.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
        }
        assertThat(files).as("networks in %s", folder).isNotEmpty();
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) throws IOException {
        String name = file.getFileName().toString();
        GoldenNetworks golden = new GoldenNetworks(file, Npz.read(file.resolveSibling(name.replace(".onnx", ".npz"))));
        try (FlowModel model = new OnnxBackend().open(file, new Execution(2, "cpu"))) {
            assertThat(model.shape().blocks()).as("blocks of %s", name).isEqualTo(golden.blocks());
            FloatPoints end = model.transport(model.encode(golden.inputs()), step -> {
                if (golden.arrays().containsKey("output_" + step.block())) {
                    GoldenNetworks.assertClose(name + ": output of block " + step.block(), step.output(),
                            golden.points("output_" + step.block()));
                }
            });
            GoldenNetworks.assertClose(name + ": log-probabilities", model.classify(end),
                    GoldenNetworks.logSoftmax(golden.points("logits")));
        }
    }
}
