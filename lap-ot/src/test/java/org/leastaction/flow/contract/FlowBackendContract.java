package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.Exporter;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.layers.LayerWriter;
import org.leastaction.flow.training.FlowTrainer;

/** The contract of {@link FlowBackend}, as tests to inherit. */
public abstract class FlowBackendContract {

    /** The backend under test. */
    protected abstract FlowBackend backend();

    /**
     * Puts a small model of this backend into an empty folder.
     *
     * @return what {@link FlowBackend#open} takes: a file or a folder below {@code directory}
     */
    protected abstract Path writeModel(Path directory) throws IOException;

    /** The execution of the tests. */
    protected Execution execution() {
        return new Execution(1, "cpu");
    }

    @Test
    final void idIsWellFormed() {
        assertThat(backend().id()).as("id").matches("[a-z0-9]+(-[a-z0-9]+)*");
    }

    @Test
    final void versionIsNotBlank() {
        assertThat(backend().version()).as("version").isNotBlank();
    }

    @Test
    final void rolesContainFlow() {
        assertThat(backend().roles()).as("roles").contains(FlowModel.class);
    }

    @Test
    final void thereIsATrainerExactlyIfTheRoleIsStated() {
        assertThat(backend().trainer().isPresent())
                .as("a trainer is present").isEqualTo(backend().roles().contains(FlowTrainer.class));
    }

    @Test
    final void thereIsAnInspectorExactlyIfTheRoleIsStated() {
        assertThat(backend().inspector().isPresent())
                .as("an inspector is present").isEqualTo(backend().roles().contains(FlowInspector.class));
    }

    @Test
    final void thereIsAWriterExactlyIfTheRoleIsStated() {
        assertThat(backend().writer().isPresent())
                .as("a writer is present").isEqualTo(backend().roles().contains(LayerWriter.class));
    }

    @Test
    final void atLeastOneDeviceIsNamed() {
        assertThat(backend().devices()).as("devices").isNotEmpty()
                .allSatisfy(device -> assertThat(device).as("name of a device").isNotBlank());
    }

    @Test
    final void aServiceLoaderCanConstructIt() throws NoSuchMethodException {
        Class<?> type = backend().getClass();
        assertThat(Modifier.isPublic(type.getModifiers())).as("%s is public", type).isTrue();
        assertThat(Modifier.isPublic(type.getDeclaredConstructor().getModifiers()))
                .as("the constructor of %s without parameters is public", type).isTrue();
    }

    @Test
    final void itsOwnModelIsRecognisedAndOpens(@TempDir Path directory) throws IOException {
        Path path = writeModel(directory);
        assertThat(backend().recognises(path)).as("its own model is recognised").isTrue();
        try (FlowModel model = backend().open(path, execution())) {
            int inputs = model.shape().inputDimension();
            assertThat(model.transport(model.encode(Batches.ofDimension(3, inputs)), BlockObserver.NONE).size())
                    .as("points that come through").isEqualTo(3);
        }
    }

    @Test
    final void aModelHasNoRoleThatItsBackendDoesNotState(@TempDir Path directory) throws IOException {
        try (FlowModel model = backend().open(writeModel(directory), execution())) {
            List<Class<?>> roles = new ArrayList<>();
            model.role(BlockCosts.class).ifPresent(role -> roles.add(BlockCosts.class));
            model.role(JacobianProducts.class).ifPresent(role -> roles.add(JacobianProducts.class));
            model.role(BlockJacobianProducts.class).ifPresent(role -> roles.add(BlockJacobianProducts.class));
            model.role(LossGradients.class).ifPresent(role -> roles.add(LossGradients.class));
            model.role(Decoder.class).ifPresent(role -> roles.add(Decoder.class));
            model.role(Saver.class).ifPresent(role -> roles.add(Saver.class));
            model.role(Exporter.class).ifPresent(role -> roles.add(Exporter.class));
            model.role(LayerDescriber.class).ifPresent(role -> roles.add(LayerDescriber.class));
            assertThat(backend().roles()).as("roles of the backend").containsAll(roles);
        }
    }

    @Test
    final void whatIsNoModelIsNotRecognised(@TempDir Path directory) throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "no model");
        Path folder = Files.createDirectory(directory.resolve("folder"));
        assertThat(List.of(directory.resolve("missing"), text, text.resolve("below-a-file"), folder))
                .allSatisfy(path -> assertThat(backend().recognises(path)).as("%s is recognised", path).isFalse());
    }

    @Test
    final void openingAMissingModelNamesIt(@TempDir Path directory) {
        assertRefused(directory.resolve("missing"), "a missing model");
    }

    @Test
    final void openingWhatIsNoModelNamesIt(@TempDir Path directory) throws IOException {
        assertRefused(Files.createDirectory(directory.resolve("folder")), "an empty folder");
        assertRefused(Files.writeString(directory.resolve("notes.txt"), "no model"), "a text file");
    }

    @Test
    final void openingACorruptModelNamesIt(@TempDir Path directory) throws IOException {
        Path model = writeModel(directory);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(model)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).as("files of a model").isNotEmpty();
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            assertRefused(model, "a model with half of " + file.getFileName());
            Files.write(file, new byte[0]);
            assertRefused(model, "a model with an empty " + file.getFileName());
            Files.write(file, garbage(whole.length));
            assertRefused(model, "a model with garbage in " + file.getFileName());
            Files.delete(file);
            assertRefused(model, "a model without " + file.getFileName());
            Files.write(file, whole);
        }
        backend().open(model, execution()).close();
    }

    private void assertRefused(Path path, String what) {
        assertThatThrownBy(() -> backend().open(path, execution()).close())
                .as("opening %s", what)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(path.toString());
    }

    private static byte[] garbage(int length) {
        byte[] bytes = new byte[Math.max(1, length)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (31 * i + 7);
        }
        return bytes;
    }
}
