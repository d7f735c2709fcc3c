package org.leastaction.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.SampleRuns;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page as users see it; needs Chromium and its driver. Screenshots are kept in target/pages. */
@Tag("browser")
class PageBrowserTest {

    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> DRIVERS = List.of("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver",
            "/usr/lib/chromium-browser/chromedriver");

    private static ChromeDriver browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        String binary = first(BROWSERS);
        String driver = first(DRIVERS);
        assumeTrue(!binary.isEmpty() && !driver.isEmpty(),
                "no Chromium with its driver: apt-get install chromium chromium-driver");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions().setBinary(binary).addArguments("--headless=new", "--no-sandbox",
                "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1440,900");
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(new File(driver)).build(),
                options);
        browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
    }

    private static String first(List<String> paths) {
        return paths.stream().filter(path -> Files.isExecutable(Path.of(path))).findFirst().orElse("");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
    }

    private void open(PageRuns run, String... features) throws IOException {
        open(run.write(folder.resolve("run")), features);
    }

    /** The page of networks of three objectives from three starts. */
    private void openMethods() throws IOException {
        try (RunDirectory directory = RunDirectory.create(folder.resolve("methods"))) {
            SampleRuns.write(directory, 2);
            PageFile.write(directory, directory.pageFile(), 1000);
            open(directory.pageFile());
        }
    }

    private void open(Path page, String... features) {
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", Stream.concat(
                Stream.of(Map.of("name", "prefers-reduced-motion", "value", "reduce")),
                Stream.of(features).map(value -> Map.of("name", "prefers-color-scheme", "value", value))).toList()));
        browser.manage().logs().get(LogType.BROWSER);
        browser.manage().logs().get(LogType.PERFORMANCE);
        browser.get(page.toUri().toString());
    }

    private static Object js(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    private static double number(String expression) {
        return ((Number) js("return " + expression)).doubleValue();
    }

    /** Waits for a condition, at most ten seconds. */
    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static void keep(String name) throws IOException {
        Path pictures = Files.createDirectories(Path.of("target", "pages"));
        Files.write(pictures.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    private static void assertQuiet() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).as("console").isEmpty();
        assertThat(browser.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .filter(message -> !message.contains("\"url\":\"file:") && !message.contains("\"url\":\"data:")))
                .as("requests").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PageRuns.class)
    void everyPageOpensQuietlyAndShowsItsNetwork(PageRuns run) throws IOException {
        open(run);
        assertThat(browser.findElement(By.tagName("h1")).getText()).contains("net.onnx");
        assertThat(browser.getTitle()).as("no script of a name has set it").isNotEqualTo("broken");
        boolean moves = run != PageRuns.NOT_FINITE && run != PageRuns.WITHOUT_STATES;
        assertThat(browser.findElements(By.cssSelector("canvas"))).hasSize(moves ? 1 : 0);
        if (!moves) {
            assertThat(browser.findElement(By.cssSelector(".problems")).getText()).isNotBlank();
        }
        assertThat(browser.findElements(By.cssSelector("details.table"))).isNotEmpty();
        keep(run.name().toLowerCase(Locale.ROOT));
        assertQuiet();
    }

    @Test
    void particlesAreWhereTheRecordsSay() throws IOException {
        open(PageRuns.IMAGES);
        js("document.querySelectorAll('.toolbar select')[2].value = 'fixed';"
                + "document.querySelectorAll('.toolbar select')[2].dispatchEvent(new Event('change'));"
                + "if (!lapPage.options.drift) document.querySelectorAll('.toolbar > .toggle')[0].click();");
        double[][] places = new double[3][];
        for (int k = 0; k < 3; k++) {
            js("lapPage.seek(arguments[0] / lapPage.panes[0].line.length); lapPage.paint();", k);
            places[k] = ((List<?>) js("const p = lapPage.panes[0].painter.pixels;"
                    + "return [p[0], p[1], p[2], p[3], p[46], p[47]];")).stream()
                    .mapToDouble(value -> ((Number) value).doubleValue()).toArray();
        }
        double unit = places[0][2] - places[0][0];
        assertThat(unit).isGreaterThan(1);
        for (int k = 0; k < 3; k++) {
            assertThat(places[k][4] - places[k][0]).as("23 samples to the right").isCloseTo(23 * unit, within(0.1));
            assertThat(places[0][1] - places[k][1]).as("up by a unit a block").isCloseTo(k * unit, within(0.1));
        }
    }

    @Test
    void aClickSelectsTheSampleUnderThePointerWithItsPicture() throws IOException {
        open(PageRuns.IMAGES);
        js("lapPage.seek(0); lapPage.paint();");
        WebElement canvas = browser.findElement(By.cssSelector("canvas"));
        int x = (int) Math.round(number("lapPage.panes[0].painter.pixels[14] - lapPage.panes[0].width / 2"));
        int y = (int) Math.round(number("lapPage.panes[0].painter.pixels[15] - lapPage.panes[0].height / 2"));
        new Actions(browser).moveToElement(canvas, x, y).click().perform();
        assertThat(browser.findElement(By.cssSelector(".sample h2")).getText()).isEqualTo("Sample 70");
        assertThat(browser.findElement(By.cssSelector(".facts")).getText()).contains("kind 1", "kind 0", "wrong");
        String style = browser.findElement(By.cssSelector(".sample .thumbnail")).getAttribute("style");
        // Twenty-four pictures in five columns: the eighth is the third of the second row, 88 pixels wide each.
        assertThat(style).contains("background-position: -176px -88px");
        assertThat(browser.findElements(By.cssSelector(".sample .bar"))).hasSize(3);
        assertThat(browser.findElements(By.cssSelector(".decoding"))).as("it was not decoded").isEmpty();
        new Actions(browser).sendKeys(Keys.ESCAPE).perform();
        assertThat(browser.findElements(By.cssSelector(".sample"))).isEmpty();
        js("lapPage.choose(lapPage.panes[0].flow, 3)");
        assertThat(browser.findElements(By.cssSelector(".decoding figcaption"))).extracting(WebElement::getText)
                .containsExactly("input", "decoded", "block 1", "block 2", "block 3");
        assertQuiet();
    }

    @Test
    void theKeyboardPlaysAndSteps() throws IOException {
        open(PageRuns.IMAGES);
        Actions keys = new Actions(browser);
        keys.sendKeys(Keys.HOME).perform();
        assertThat(number("lapPage.clock.time")).isZero();
        keys.sendKeys(Keys.ARROW_RIGHT).perform();
        eventually(() -> browser.findElement(By.cssSelector(".depth")).getText().equals("after block 1 of 3"));
        keys.sendKeys(Keys.SPACE).perform();
        eventually(() -> number("lapPage.clock.time") > 0.5);
        keys.sendKeys(Keys.SPACE).perform();
        keys.sendKeys(Keys.END).perform();
        eventually(() -> browser.findElement(By.cssSelector(".depth")).getText().equals("after block 3 of 3"));
        keys.sendKeys(Keys.ARROW_LEFT).perform();
        eventually(() -> browser.findElement(By.cssSelector(".depth")).getText().equals("before block 3 of 3"));
    }

    @Test
    void aBlockOfTheDrawingBringsThePlayerThere() throws IOException {
        open(PageRuns.IMAGES);
        browser.findElements(By.cssSelector(".charts .dot")).get(1).click();
        eventually(() -> browser.findElement(By.cssSelector(".depth")).getText().equals("after block 2 of 3"));
    }

    @Test
    void aDragTurnsThePicture() throws IOException {
        open(PageRuns.IMAGES);
        WebElement canvas = browser.findElement(By.cssSelector("canvas"));
        new Actions(browser).clickAndHold(canvas).moveByOffset(120, 0).release().perform();
        assertThat(number("lapPage.panes[0].frames[lapPage.panes[0].place().segment][0][0]")).isLessThan(0.9);
        assertThat(browser.findElements(By.cssSelector(".sample"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, light", "1440, 900, dark", "390, 844, light", "390, 844, dark"})
    void nothingIsWiderThanTheWindow(int width, int height, String colours) throws IOException {
        browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        try {
            open(PageRuns.IMAGES, colours);
            assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
            assertThat(number("document.querySelector('canvas').getBoundingClientRect().width")).isGreaterThan(300);
            keep("images-" + width + "-" + colours);
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void twoNetworksMoveOnOneClock() throws IOException {
        openMethods();
        List<WebElement> names = browser.findElements(By.cssSelector(".pane-head select"));
        assertThat(names).hasSize(2);
        assertThat(js("return arguments[0].selectedOptions[0].text", names.get(0)))
                .isEqualTo("normal, standard deviation 5, vanilla, seed 0");
        assertThat(js("return arguments[0].selectedOptions[0].text", names.get(1)))
                .isEqualTo("normal, standard deviation 5, LAP, seed 0");
        new Actions(browser).sendKeys(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT).perform();
        eventually(() -> browser.findElements(By.cssSelector(".depth")).stream()
                .allMatch(depth -> depth.getText().startsWith("after block 2 of")));
        js("lapPage.choose(lapPage.panes[0].flow, 3)");
        assertThat(number("lapPage.selectedIn(lapPage.panes[1].flow)")).isEqualTo(3);
        keep("methods");
        assertQuiet();
    }

    @Test
    void aMarkOfTheChartShowsItsNetwork() throws IOException {
        openMethods();
        WebElement mark = browser.findElements(By.cssSelector(".chart-figure:first-child .dot.link")).get(0);
        String name = (String) js("return arguments[0].getAttribute('aria-label').split(', click')[0]", mark);
        js("arguments[0].scrollIntoView({block: 'center'}); arguments[0].dispatchEvent(new MouseEvent('click'))", mark);
        eventually(() -> browser.findElements(By.cssSelector(".pane-head select")).stream()
                .anyMatch(box -> name.equals(js("return arguments[0].selectedOptions[0].text", box))));
        assertThat(browser.findElements(By.cssSelector("tr[aria-current=true]"))).hasSize(2);
        assertQuiet();
    }

    @Test
    void onePictureOrTwo() throws IOException {
        openMethods();
        WebElement side = browser.findElement(By.xpath("//button[text()='Side by side']"));
        side.click();
        assertThat(browser.findElements(By.cssSelector("canvas"))).hasSize(1);
        side.click();
        assertThat(browser.findElements(By.cssSelector("canvas"))).hasSize(2);
        assertQuiet();
    }

    @Test
    void everyChoiceAndSwitchOfTheToolbarWorks() throws IOException {
        open(PageRuns.IMAGES);
        for (WebElement box : browser.findElements(By.cssSelector(".toolbar select, .player select, .chosen select"))) {
            for (WebElement option : box.findElements(By.tagName("option"))) {
                String value = option.getAttribute("value");
                option.click();
                js("lapPage.paint()");
                assertThat(browser.findElements(By.cssSelector(".toolbar select"))).isNotEmpty();
                assertThat(value).isNotEmpty();
            }
        }
        for (WebElement button : browser
                .findElements(By.cssSelector(".toolbar .toggle[aria-pressed], .player .toggle"))) {
            String before = button.getAttribute("aria-pressed");
            button.click();
            assertThat(button.getAttribute("aria-pressed")).isNotEqualTo(before);
            js("lapPage.paint()");
        }
        assertQuiet();
    }

    @Test
    void everythingIsReachedByTabAndSeenThere() throws IOException {
        openMethods();
        Set<String> reached = new LinkedHashSet<>();
        for (int presses = 0; presses < 60; presses++) {
            new Actions(browser).sendKeys(Keys.TAB).perform();
            reached.add((String) js("const a = document.activeElement, b = a.getBoundingClientRect();"
                    + "return b.width > 0 && b.bottom > 0 && b.top < innerHeight"
                    + " ? a.getAttribute('role') ?? a.tagName.toLowerCase() : `${a.tagName} out of sight`"));
        }
        assertThat(reached).contains("a", "select", "button", "img", "slider", "input")
                .noneMatch(name -> name.endsWith("out of sight"));
        new Actions(browser).sendKeys(Keys.HOME).perform();
        js("document.querySelectorAll('canvas')[1].focus()");
        new Actions(browser).sendKeys("n", "n", "+", Keys.ARROW_UP).perform();
        assertThat(browser.findElement(By.cssSelector(".sample h2")).getText()).isEqualTo("Sample 1");
        assertThat(browser.findElements(By.cssSelector(".sample .bars"))).as("one for each network").hasSize(2);
        assertThat(number("lapPage.panes[1].zoom")).isGreaterThan(1);
        assertQuiet();
    }

    @Test
    void aPageAtRestHasNoMotionAndPrintsWithoutControls() throws IOException {
        open(PageRuns.IMAGES);
        assertThat((Boolean) js("return lapPage.clock.playing")).isFalse();
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        try {
            for (String control : List.of(".toolbar", ".player", ".saves", ".table-tools")) {
                assertThat(js("return getComputedStyle(document.querySelector(arguments[0])).display", control))
                        .as(control).isEqualTo("none");
            }
            assertThat(js("return getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(255, 255, 255)");
        } finally {
            browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
        }
    }

    @Test
    void tablesSortAndFilter() throws IOException {
        open(PageRuns.IMAGES);
        WebElement samples = browser.findElements(By.cssSelector("details.table")).get(0);
        WebElement first = samples.findElement(By.cssSelector("thead button"));
        first.click();
        assertThat(samples.findElement(By.cssSelector("tbody th")).getText()).isEqualTo("230");
        samples.findElement(By.cssSelector("input")).sendKeys("KIND broken");
        assertThat(samples.findElements(By.cssSelector("tbody tr"))).as("every fourth of 24").hasSize(6);
    }
}
