package org.leastaction.bench.command.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.picture.Interpolation;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.bench.data.picture.PictureForm.CropMargin;
import org.leastaction.bench.data.Circles;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataRequest;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.IdxFiles;
import org.leastaction.bench.data.Normalisation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine;

class DataOptionsTest {

    @TempDir
    Path folder;

    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    private final Surroundings surroundings =
            Surroundings.of(nowhere, nowhere).withEnvironment(Map.of()).withHome(Path.of("target", "no-home"));

    /** A command with these options, which they need to be mixed into. */
    @Command
    private static final class Host {

        @Mixin
        private DataOptions options;
    }

    private static DataOptions options(String... args) {
        return CommandLine.populateCommand(new Host(), args).options;
    }

    @Test
    void allOptionsReachTheRequest() {
        DataRequest request = options("--data", "circles", "--train-size", "50", "--test-size", "20",
                "--mean", "0.1,0.2", "--std", "2,3", "--circles-factor", "0.3", "--circles-noise", "0",
                "--resize", "256", "--crop", "224,192", "--interpolation", "bicubic", "--colour", "grey",
                "--class-names", "names.txt").request(7);

        assertThat(request).isEqualTo(new DataRequest("circles", OptionalInt.of(50), OptionalInt.of(20),
                List.of(0.1, 0.2), List.of(2.0, 3.0), new Circles(0.3, 0), 7, DataRequest.Purpose.TRAINING,
                Optional.empty(),
                new PictureForm(List.of(256), List.of(224, 192), Optional.of(Interpolation.BICUBIC),
                        Optional.of(Colour.GREY),
                        CropMargin.EVEN),
                Optional.of(Path.of("names.txt"))));
    }

    @Test
    void withoutThemEverythingIsTheSetsOwn() {
        assertThat(options("--data", "mnist").request(0)).isEqualTo(DataRequest.of("mnist"));
    }

    @Test
    void loadsFromTheFolderThatIsNamed() throws IOException {
        IdxFiles.write(folder, 30, 20);

        DataSet mnist = options("--data", "mnist", "--data-dir", folder.toString(), "--train-size", "10")
                .load(1, surroundings);

        assertThat(mnist.train().size()).isEqualTo(10);
        assertThat(mnist.normalisation()).isEqualTo(Normalisation.of(0.13066, 0.30811));
    }

    @Test
    void valuesOutOfRangeAreBadInput() {
        assertThatThrownBy(() -> options("--data", "circles", "--train-size", "0").request(0))
                .isInstanceOf(BadInput.class).hasMessage("--train-size must be a whole number of at least 1, not '0'");
        assertThatThrownBy(() -> options("--data", "circles", "--circles-factor", "2").request(0))
                .isInstanceOf(BadInput.class).hasMessage("the factor of circles must be in [0, 1), not 2.0");
        assertThatThrownBy(() -> options("--data", "circles", "--std", "0").load(0, surroundings))
                .isInstanceOf(BadInput.class)
                .hasMessage("--data circles: a standard deviation must be finite and above 0: [0.0]");
        assertThatThrownBy(() -> options("--data", "circles", "--mean", "1,2,3").load(0, surroundings))
                .isInstanceOf(BadInput.class).hasMessageContaining("for each of the 2 channels");
    }

    /** The snippet of the data package's documentation, compiled and run. */
    @Test
    void tutorial() throws IOException {
        IdxFiles.write(folder.resolve("mnist"), 600, 6000);
        DataPlaces places = DataPlaces.of(
                Optional.of(folder), Optional.empty(), Path.of(System.getProperty("user.home")));

        DataRequest request = DataRequest.of("mnist").withTrainSize(500).withTestSize(5000).withSeed(7);
        DataSet data = DataSets.standard().load(request, places);

        assertThat(data.train().size()).isEqualTo(500);
        assertThat(data.test().size()).isEqualTo(5000);
    }
}
