package org.leastaction.bench.data.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.leastaction.bench.data.model.ModelInputs.Stated;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.picture.Interpolation;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.bench.data.picture.PictureForm.CropMargin;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;

/**
 * The files of model hubs beside a model: {@code preprocessor_config.json} and {@code config.json} as written by
 * transformers and timm. They are read in the model's folder and, where that is called {@code onnx}, in the one above.
 *
 * <p>Sources: the image processors of transformers and {@code timm.data.create_transform}, by their documentation.
 */
public final class HubFiles {

    private static final String PROCESSOR = "preprocessor_config.json";
    private static final String CONFIG = "config.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double BYTE = 255;
    private static final int IMAGE_RANK = 3;
    /** Interpolations by the numbers that transformers keeps; not all of them are offered here. */
    private static final List<String> RESAMPLE = List.of("nearest", "lanczos", "bilinear", "bicubic", "box", "hamming");
    /** From this size on, transformers' ConvNeXT processor resizes to a square and does not crop. */
    private static final int WARPED_FROM = 384;

    private final FlowShape network;
    private final JsonNode processor;
    private final JsonNode config;
    private final List<String> remarks = new ArrayList<>();

    private HubFiles(FlowShape network, Path folder) throws InputFileException {
        this.network = network;
        this.processor = read(folder.resolve(PROCESSOR), true);
        this.config = read(folder.resolve(CONFIG), false);
    }

    /**
     * What the files beside a model state about its inputs. Statements that do not fit the network are not used.
     *
     * @param model its file or folder
     * @throws InputFileException if {@code preprocessor_config.json} cannot be read or is not JSON
     */
    public static ModelInputs beside(Path model, FlowShape network) throws InputFileException {
        Path absolute = model.toAbsolutePath().normalize();
        Path folder = Files.isDirectory(absolute) ? absolute : absolute.getParent();
        if (folder == null || network.input().size() != IMAGE_RANK) {
            return ModelInputs.unknown();
        }
        List<Path> folders = folder.endsWith("onnx") && folder.getParent() != null
                ? List.of(folder, folder.getParent()) : List.of(folder);
        for (Path each : folders) {
            ModelInputs inputs = new HubFiles(network, each).inputs();
            if (!inputs.equals(ModelInputs.unknown())) {
                return inputs;
            }
        }
        return ModelInputs.unknown();
    }

    /** @param strict false for a file whose name other programs use too: what is too large or not JSON is not read */
    private JsonNode read(Path file, boolean strict) throws InputFileException {
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
        return InputFileException.reading(file, () -> {
            if (!strict && Files.size(file) > Limit.DESCRIPTION_BYTES.value()) {
                remarks.add(
                        file + " is not read: it has " + Files.size(file) + " bytes, and files of model hubs have at"
                                + " most " + Limit.DESCRIPTION_BYTES.value());
                return MissingNode.getInstance();
            }
            Limit.DESCRIPTION_BYTES.check(file, Files.size(file), "bytes");
            try {
                return JSON.readTree(Files.readAllBytes(file));
            } catch (JsonProcessingException malformed) {
                if (strict) {
                    throw new InputFileException(file, "is not JSON: " + Messages.of(malformed), malformed);
                }
                return MissingNode.getInstance();
            }
        });
    }

    private ModelInputs inputs() {
        return new ModelInputs(normalisation(), pictures(), classNames(), remarks, Optional.empty());
    }

    private Optional<InputNormalisation> normalisation() {
        if (processor.has("image_mean") || processor.has("do_normalize") || !normalises(processor)) {
            return ofProcessor(processor);
        }
        if (config.has("image_mean")) {
            return ofProcessor(config);
        }
        JsonNode timm = timm();
        return normalisation(numbers(timm.path("mean")), numbers(timm.path("std")), Optional.empty(), 0);
    }

    private Optional<InputNormalisation> ofProcessor(JsonNode json) {
        Optional<Double> factor = !json.path("do_rescale").asBoolean(true) ? Optional.of(1.0)
                : json.path("rescale_factor").isNumber() ? Optional.of(json.get("rescale_factor").doubleValue())
                : Optional.empty();
        double offset = json.path("rescale_offset").asBoolean(false) ? 1 : 0;
        List<Double> std = numbers(json.path("image_std"));
        boolean normalised = normalises(json);
        // EfficientNet's processor divides by the deviations once more.
        boolean again = json.path("include_top").asBoolean(false) && !std.isEmpty();
        List<Double> mean = normalised ? numbers(json.path("image_mean"))
                : Collections.nCopies(again ? std.size() : 1, 0.0);
        List<Double> divisor = normalised && again ? std.stream().map(value -> value * value).toList()
                : normalised || again ? std : List.of(1.0);
        return normalisation(mean, divisor, normalised ? factor : Optional.of(factor.orElse(1 / BYTE)), offset);
    }

    /** MobileViT's processor does not normalise, unless its file says so. */
    private static boolean normalises(JsonNode json) {
        String type = json.path("image_processor_type").asText(json.path("feature_extractor_type").asText(""));
        return json.path("do_normalize").asBoolean(!type.startsWith("MobileViT"));
    }

    /**
     * The normalisation of brightness between 0 and 1 that equals (factor · byte − offset − mean) / std.
     *
     * @param factor empty if not stated: means and deviations above 1, as 123.675 and 58.395, are then in bytes
     */
    private Optional<InputNormalisation> normalisation(List<Double> mean, List<Double> std, Optional<Double> factor,
            double offset) {
        int channels = network.input().get(IMAGE_RANK - 1);
        if (mean.isEmpty() || mean.size() != std.size() || (mean.size() != 1 && mean.size() != channels)) {
            return Optional.empty();
        }
        boolean ofBytes = mean.stream().allMatch(value -> value > 1) && std.stream().allMatch(value -> value > 1);
        double scale = factor.map(each -> each * BYTE).orElse(ofBytes ? BYTE : 1);
        try {
            return Optional.of(new InputNormalisation(
                    mean.stream().map(value -> (value + offset) / scale).toList(),
                    std.stream().map(value -> value / scale).toList()));
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }

    private Optional<Stated<PictureForm>> pictures() {
        boolean processed = processor.has("size") || processor.has("crop_size");
        Optional<PictureForm> form = processed ? ofProcessor() : ofTimm();
        if (form.isEmpty()) {
            return Optional.empty();
        }
        String source = processed ? PROCESSOR : CONFIG;
        return form.filter(stated -> ModelInputs.fits(source, stated, network, remarks))
                .map(stated -> new Stated<>(stated, source, false));
    }

    private Optional<PictureForm> ofProcessor() {
        JsonNode size = processor.path("size");
        List<Integer> crop = processor.path("do_center_crop").asBoolean(processor.has("crop_size"))
                ? extents(processor.path("crop_size")) : List.of();
        List<Integer> resize = processor.path("do_resize").asBoolean(true) ? extents(size) : List.of();
        if (resize.size() == 1 && processor.path("crop_pct").isNumber()) {
            int side = resize.get(0);
            crop = side < WARPED_FROM ? List.of(side) : List.of();
            resize = side < WARPED_FROM ? List.of((int) (side / processor.get("crop_pct").doubleValue()))
                    : List.of(side, side);
        } else if (size.isInt() && crop.isEmpty() && !resize.isEmpty()) {
            resize = List.of(size.intValue(), size.intValue());
        }
        JsonNode resample = processor.path("resample");
        int number = resample.asInt(RESAMPLE.indexOf("bilinear"));
        return form(resize, crop, number >= 0 && number < RESAMPLE.size() ? RESAMPLE.get(number) : resample.asText())
                .map(stated -> stated.with(CropMargin.DOWN))
                .map(stated -> processor.path("do_flip_channel_order").asBoolean(false) ? stated.in(Colour.BGR)
                        : stated);
    }

    private JsonNode timm() {
        return config.path("pretrained_cfg").isObject() ? config.path("pretrained_cfg") : config;
    }

    private Optional<PictureForm> ofTimm() {
        JsonNode timm = timm();
        JsonNode size = timm.path("input_size");
        if (size.size() != IMAGE_RANK || !timm.path("crop_pct").isNumber() || !(timm.get("crop_pct").doubleValue() > 0)
                || !size.path(1).isInt() || !size.path(2).isInt()) {
            return Optional.empty();
        }
        List<Integer> crop = List.of(size.get(1).intValue(), size.get(2).intValue());
        double share = timm.get("crop_pct").doubleValue();
        List<Integer> resize = crop.stream().map(extent -> (int) Math.floor(extent / share)).toList();
        String mode = timm.path("crop_mode").asText("center");
        boolean square = crop.get(0).equals(crop.get(1));
        if (!mode.equals("squash") && !(mode.equals("center") && square)) {
            remarks.add("the crop mode '" + mode + "' of config.json for pictures of " + inWords(crop)
                    + " is not offered: pictures are not resized");
            return Optional.empty();
        }
        return form(mode.equals("squash") ? resize : resize.subList(0, 1), square ? crop.subList(0, 1) : crop,
                timm.path("interpolation").asText("bilinear"));
    }

    private Optional<PictureForm> form(List<Integer> resize, List<Integer> crop, String interpolation) {
        Optional<Interpolation> offered = Interpolation.named(interpolation);
        if (offered.isEmpty()) {
            remarks.add("the interpolation '" + interpolation
                    + "' of the files beside the model is not offered: bilinear is used");
        }
        try {
            return resize.isEmpty() && crop.isEmpty() ? Optional.empty() : Optional.of(PictureForm.asStored()
                    .resized(resize).cropped(crop).with(offered.orElse(Interpolation.BILINEAR)));
        } catch (IllegalArgumentException outOfRange) {
            remarks.add("the files beside the model are not used for the size of pictures: " + outOfRange.getMessage());
            return Optional.empty();
        }
    }

    /** One number, or an object with {@code shortest_edge}, or with {@code height} and {@code width}. */
    private static List<Integer> extents(JsonNode size) {
        if (size.isInt()) {
            return List.of(size.intValue());
        }
        if (size.path("shortest_edge").isInt()) {
            return List.of(size.get("shortest_edge").intValue());
        }
        return size.path("height").isInt() && size.path("width").isInt()
                ? List.of(size.get("height").intValue(), size.get("width").intValue()) : List.of();
    }

    private Optional<Stated<ClassNames>> classNames() {
        JsonNode labels = config.path("id2label");
        List<String> names = new ArrayList<>();
        if (labels.isObject()) {
            for (int label = 0; label < labels.size(); label++) {
                names.add(labels.path(Integer.toString(label)).asText(""));
            }
        } else {
            timm().path("label_names").forEach(name -> names.add(name.asText("")));
        }
        boolean real = names.size() == network.classes() && names.stream().noneMatch(String::isBlank)
                && !names.stream().allMatch(name -> name.matches("LABEL_\\d+"));
        return real ? Optional.of(new Stated<>(ClassNames.of(names), CONFIG, false)) : Optional.empty();
    }

    private static List<Double> numbers(JsonNode json) {
        if (json.isNumber()) {
            return List.of(json.doubleValue());
        }
        List<Double> numbers = StreamSupport.stream(json.spliterator(), false).filter(JsonNode::isNumber)
                .map(JsonNode::doubleValue).toList();
        return numbers.size() == json.size() ? numbers : List.of();
    }

    private static String inWords(List<Integer> extents) {
        return extents.get(0) + " × " + extents.get(extents.size() - 1);
    }
}
