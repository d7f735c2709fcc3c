package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Input that {@code lap train} and {@code lap demo} refuse: one line, exit 2, and no file. */
class BadTrainingInputTest {

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void nameTheOutput() {
        out = folder.resolve("out");
    }

    private void refused(String sentence, Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2, Object[].class);
        all[arguments.length] = "--out";
        all[arguments.length + 1] = out;
        LapRun.of(all).refused(2, sentence);
        assertThat(Files.exists(out)).as("%s exists", out).isFalse();
    }

    static Stream<Arguments> badTrainingOptions() {
        return Stream.of(
                arguments("--epoch=3", "Unknown option: '--epoch=3', did you mean --epochs"),
                arguments("--epochs 0", "--epochs must be a whole number of at least 1, not '0'"),
                arguments("--epochs -1", "--epochs must be a whole number of at least 1, not '-1'"),
                arguments("--epochs many", "--epochs must be a whole number of at least 1, not 'many'"),
                arguments("--epochs 1 --epochs 2", "option '--epochs' (N) should be specified only once"),
                arguments("--batch 0", "--batch must be a whole number of at least 1, not '0'"),
                arguments("--batch -3", "--batch must be a whole number of at least 1, not '-3'"),
                arguments("--lr 0", "--lr must be a finite number above 0, not '0'"),
                arguments("--lr -0.1", "--lr must be a finite number above 0, not '-0.1'"),
                arguments("--lr NaN", "--lr must be a finite number above 0, not 'NaN'"),
                arguments("--momentum 1", "momentum must be in [0, 1), not 1.0"),
                arguments("--weight-decay -1", "--weight-decay must be a finite number of at least 0, not '-1'"),
                arguments("--milestones 3,2", "milestones must ascend: [3, 2]"),
                arguments("--divisor 0", "--divisor must be a finite number of at least 1, not '0'"),
                arguments("--threads 0", "--threads must be at least 1, not 0"),
                arguments("--threads -2", "--threads must be at least 1, not -2"),
                arguments("--seed x", "Invalid value for option '--seed': 'x' is not a long"),
                arguments("--blocks 0", "--blocks must be a whole number of at least 1, not '0'"),
                arguments("--blocks 3,3", "--blocks must be a whole number of at least 1, not '3,3'"),
                arguments("--width 0", "--width must be a whole number of at least 1, not '0'"),
                arguments("--time-step 0", "--time-step must be a finite number above 0, not '0'"),
                arguments("--resolution full", "the network mlp does not use --resolution"),
                arguments("--cardinality 2", "the network mlp does not use --cardinality"),
                arguments("--classifier-layers 1", "the network mlp does not use --classifier-layers"),
                arguments("--filters 8", "the network mlp does not use --filters"),
                arguments("--init zeros", "--init must be orthogonal, normal, kaiming or uniform, not 'zeros'"),
                arguments("--gain 0", "--gain must be a finite number above 0, not '0'"),
                arguments("--objective least",
                        "--objective: there is no objective 'least'; there are vanilla, fixed, lap, control"),
                arguments("--objective lap --lambda0 0", "--lambda0 must be a finite number above 0, not '0'"),
                arguments("--objective lap --tau -1", "--tau must be a finite number of at least 0, not '-1'"),
                arguments("--objective lap --uzawa-steps 0",
                        "--uzawa-steps must be a whole number of at least 1, not '0'"),
                arguments("--objective lap --power 1", "--power must be a finite number above 1, not '1'"),
                arguments("--objective lap --lambda 2", "the objective lap does not use --lambda"),
                arguments("--objective fixed --lambda -1", "--lambda must be a finite number of at least 0, not '-1'"),
                arguments("--objective fixed --lambda0 1", "the objective fixed does not use --lambda0"),
                arguments("--objective fixed --normalisation mean",
                        "--normalisation must be elementwise or sum, not 'mean'"),
                arguments("--lambda 0.1", "the objective vanilla does not use --lambda"),
                arguments("--power 3", "the objective vanilla does not use --power"),
                arguments("--objective lap --objective-form half",
                        "--objective-form must be divided or undivided, not 'half'"),
                arguments("--objective fixed --objective-form divided",
                        "the objective fixed does not use --objective-form"),
                arguments("--objective monge --gap wide", "--gap must be exact, sliced or asymmetry, not 'wide'"),
                arguments("--objective monge --draws 0", "--draws must be a whole number of at least 1, not '0'"),
                arguments("--objective monge --tau 1", "the objective monge does not use --tau"),
                arguments("--plus nix", "--plus: there is no objective 'nix'"),
                arguments("--plus lap", "--plus: the objective lap cannot be added to another"),
                arguments("--plus monge:foo=1", "--plus: 'foo=1' of 'monge:foo=1' is no setting of an objective"),
                arguments("--plus monge:lambda", "--plus: 'lambda' of 'monge:lambda' is no setting of an objective"),
                arguments("--plus monge:lambda=-1",
                        "--plus monge:lambda must be a finite number of at least 0, not '-1'"),
                arguments("--plus monge:tau=1", "the objective monge does not use --plus monge:tau"),
                arguments("--objective control --power 3", "the objective control does not use --power"),
                arguments("--objective control --tau NaN", "--tau must be a finite number of at least 0, not 'NaN'"),
                arguments("--optimiser rmsprop", "--optimiser must be sgd or adam, not 'rmsprop'"),
                arguments("--optimiser adam --momentum 0.5", "the optimiser adam does not use --momentum"),
                arguments("--train-size 0", "--train-size must be a whole number of at least 1, not '0'"),
                arguments("--test-size -1", "--test-size must be a whole number of at least 1, not '-1'"),
                arguments("--circles-factor 1", "the factor of circles must be in [0, 1), not 1.0"),
                arguments("--circles-noise -1", "--circles-noise must be a finite number of at least 0, not '-1'"),
                arguments("--std 0", "a standard deviation must be finite and above 0: [0.0]"),
                arguments("--mean 1,2,3 --std 1,1,1", "for each of the 2 channels"));
    }

    @ParameterizedTest
    @MethodSource("badTrainingOptions")
    void badOptions(String options, String sentence) {
        Object[] arguments = ("train --data circles --model mlp " + options).split(" ");
        refused(sentence, arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--seeds 0    | there must be at least 1 seed, not 0",
            "--epochs -1  | there must be at least 1 epoch, not -1",
            "--threads 0  | --threads must be at least 1, not 0",
            "--objective x | Unknown options: '--objective', 'x'",
    })
    void badOptionsOfTheDemo(String options, String sentence) {
        Object[] arguments = ("demo " + options).split(" ");
        refused(sentence, arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "train --dat circles --model mlp      | Unknown option",
            "train --data circles --modl mlp      | did you mean --model",
            "train --dta circles --modl mlp       | did you mean --",
            "analyze --modle x --data circles     | did you mean --model",
            "analyze --model x --daat circles     | did you mean --data",
            "export --modell x                    | did you mean --model",
    })
    void misspeltOptionsAreToldBesideMissingOnes(String command, String sentence) {
        Object[] words = command.split(" ");
        refused(sentence, words);
    }

    @Test
    void missingAndUnknownNames() {
        refused("Missing required option: '--data=NAME'", "train", "--model", "mlp");
        refused("Missing required option: '--model=NAME'", "train", "--data", "circles");
        refused("no backend trains the family 'vgg'; known are mlp, resnet, resnet9, resnext29, resnext50", "train",
                "--data", "circles", "--model",
                "vgg");
        refused("the data set 'spirals' is not known, and there is no such path; known are circles, mnist,", "train",
                "--data", "spirals", "--model", "mlp");
        refused("the data set mnist was not found; looked in ", "train", "--data", "mnist", "--model", "resnet9");
    }

    @Test
    void networksThatDoNotFitTheData() throws IOException {
        refused("the network resnet9 takes images [height, width, channels], not points of shape [2]", "train",
                "--data", "circles", "--model", "resnet9");
        refused("points of dimension 2 have at most 2 classes, not 3", "train", "--data",
                SampleData.points(folder.resolve("three.npz"), 30, 2, 3), "--model", "mlp");
        Path images = SampleData.images(folder.resolve("images.npz"), 30, 3);
        refused("the network resnet9 does not use --width", "train", "--data", images, "--model", "resnet9",
                "--width", 3);
        refused("--filters must be a whole number of at least 2, not '1'", "train", "--data", images, "--model",
                "resnet9", "--filters", 1);
        refused("the network resnet9 has too many weights at these sizes; lower --width, --filters or",
                "train", "--data", images, "--model", "resnet9", "--filters", 60_000, "--blocks", 1);
        for (String family : new String[] {"resnet", "resnext50", "resnext29"}) {
            refused("the network " + family + " takes images [height, width, channels], not points of shape [2]",
                    "train", "--data", "circles", "--model", family);
        }
        refused("the network resnet does not use --cardinality", "train", "--data", images, "--model", "resnet",
                "--cardinality", 4);
        refused("the network resnext50 does not use --time-step", "train", "--data", images, "--model", "resnext50",
                "--time-step", 0.5);
        refused("--resolution must be half or full, not 'quarter'", "train", "--data", images,
                "--model", "resnet9", "--resolution", "quarter");
        refused("--classifier-layers must be a whole number from 1 to 3, not '4'", "train", "--data", images, "--model",
                "resnet9",
                "--classifier-layers", 4);
        refused("fewer than the 1000 asked for", "train", "--data", images, "--model", "resnet9", "--train-size",
                1000);
    }

    @Test
    void damagedMnistFiles() throws IOException {
        Path mnist = SampleData.mnist(folder.resolve("mnist"), 20);
        Path images = mnist.resolve("train-images-idx3-ubyte");
        byte[] whole = Files.readAllBytes(images);

        Files.write(images, Arrays.copyOf(whole, 40));
        refusedMnist(mnist, images + ": truncated: the header promises 20 images of 2 × 2 pixels = 80 bytes, 24 are");
        Files.write(images, Arrays.copyOf(whole, 7));
        refusedMnist(mnist, images + ": truncated: it ends in the header");
        Files.write(images, new byte[0]);
        refusedMnist(mnist, images + ": truncated: it ends in the header");
        whole[3] = 1;
        Files.write(images, whole);
        refusedMnist(mnist, images + ": wrong magic number 0x00000801 (IDX labels); 0x00000803 (IDX images) is needed");
        Files.delete(images);
        refusedMnist(mnist, "train-images-idx3-ubyte");
    }

    private void refusedMnist(Path folder, String sentence) {
        refused(sentence, "train", "--data", "mnist", "--data-dir", folder, "--model", "resnet9", "--filters", 2,
                "--blocks", 1, "--epochs", 1);
    }

    @Test
    void pointsThatAreNotFiniteAreNamed() throws IOException {
        float[] values = SampleData.pointValues(20, 2, 2);
        int[] labels = new int[20];
        values[7] = Float.NaN;
        Path nan = SampleData.write(folder.resolve("nan.npz"), values, new int[] {20, 2}, labels);
        refused(nan + ": x: point 3 has a NaN or infinite coordinate", "train", "--data", nan, "--model", "mlp");

        values[7] = Float.POSITIVE_INFINITY;
        Path infinite = SampleData.write(folder.resolve("inf.npz"), values, new int[] {20, 2}, labels);
        refused(infinite + ": x: point 3 has a NaN or infinite coordinate", "train", "--data", infinite, "--model",
                "mlp");
    }

    @Test
    void pointsThatNormaliseToInfinityAreRefused() throws IOException {
        Path points = SampleData.points(folder.resolve("points.npz"), 20, 2, 2);
        refused("normalised by a mean of 0.0 and a standard deviation of 1.0E-300, number 0 is not finite", "train",
                "--data", points, "--model", "mlp", "--mean", "0", "--std", "1e-300");
    }

    @Test
    void arraysThatDoNotBelongTogether() throws IOException {
        Path labels = SampleData.write(folder.resolve("labels.npz"), new float[20], new int[] {10, 2}, new int[9]);
        refused(labels + ": y has shape [9]; one label for each of the 10 points of x is needed", "train", "--data",
                labels, "--model", "mlp");
        Path below = SampleData.write(
                folder.resolve("below.npz"), new float[20], new int[] {10, 2},
                new int[] {0, 1, -1, 0, 0, 0, 0, 0, 0, 0});
        refused(below + ": y: label -1 of point 2 is below 0", "train", "--data", below, "--model", "mlp");
        Path huge = SampleData.write(
                folder.resolve("huge.npz"), new float[640], new int[] {10, 8, 8},
                new int[] {0, 1, Integer.MAX_VALUE, 0, 0, 0, 0, 0, 0, 0});
        refused(huge
                + ": y: label 2147483647 of point 2 is too great; labels number the classes from 0, of at most 65536",
                "train", "--data", huge, "--model", "resnet9");

        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x_train", NpyArray.of(new float[20], 10, 2));
        arrays.put("y_train", NpyArray.of(new int[10], 10));
        arrays.put("x_test", NpyArray.of(new float[30], 10, 3));
        arrays.put("y_test", NpyArray.of(new int[10], 10));
        Path shapes = folder.resolve("shapes.npz");
        Npz.write(shapes, arrays);
        refused(shapes + ": x_train has points of shape [2], x_test of [3]; they must be alike", "train", "--data",
                shapes, "--model", "mlp");

        arrays.remove("x_test");
        Path missing = folder.resolve("missing.npz");
        Npz.write(missing, arrays);
        refused(missing + ": has no array 'x_test'; it holds x_train, y_train, y_test", "train", "--data", missing,
                "--model", "mlp");

        Path text = Files.writeString(folder.resolve("data.npz"), "x,y\n1,2\n");
        refused(text + ": is a text file, not a .npz file", "train", "--data", text, "--model", "mlp");
    }

    @Test
    void outputBelowAFileIsRefusedBeforeAnyWork() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        for (String command : new String[] {"train --data circles --model mlp", "demo"}) {
            out = file.resolve("out");
            Object[] words = command.split(" ");
            refused(out + ": cannot become a folder for records: " + file + " is a file", words);
            Object[] toFile = (command + " --out " + file).split(" ");
            LapRun.of(toFile).refused(2, file + ": is a file; a folder for records is needed");
        }
        assertThat(file).hasContent("kept");
    }
}
