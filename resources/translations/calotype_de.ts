<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>AboutBox</name>
    <message>
        <source>About Calotype</source>
        <translation>Über Calotype</translation>
    </message>
    <message>
        <source>Calotype %1

Pictures with Stable Diffusion on your own machine.</source>
        <translation>Calotype %1

Bilder mit Stable Diffusion auf dem eigenen Rechner.</translation>
    </message>
    <message>
        <source>MIT licence. The CLIP vocabulary is OpenAI&apos;s, and the starter model learnt from Microsoft&apos;s Fluent Emoji; both are under the MIT licence too.</source>
        <translation>MIT-Lizenz. Das CLIP-Vokabular stammt von OpenAI, und das mitgelieferte Modell hat aus Microsofts „Fluent Emoji“ gelernt; beides steht ebenfalls unter der MIT-Lizenz.</translation>
    </message>
</context>
<context>
    <name>DaySections</name>
    <message>
        <source>Without a date</source>
        <translation>Ohne Datum</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
</context>
<context>
    <name>Estimate</name>
    <message>
        <source>This will need about %1 of memory, and %2 are free; choose a smaller picture, a smaller model or a shorter number format, or close other programs.</source>
        <translation>Dies wird etwa %1 Speicher brauchen, und %2 sind frei; wählen Sie ein kleineres Bild, ein kleineres Modell oder ein kürzeres Zahlenformat, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>This may need up to %1 on the disk, and %2 are free; make room, choose another folder for pictures, or ask for fewer.</source>
        <translation>Dies kann bis zu %1 auf dem Datenträger brauchen, und %2 sind frei; schaffen Sie Platz, wählen Sie einen anderen Bilderordner oder erzeugen Sie weniger Bilder.</translation>
    </message>
</context>
<context>
    <name>FieldUse</name>
    <message>
        <source>Calotype takes whole numbers from %1 to %2 here.</source>
        <translation>Calotype nimmt hier ganze Zahlen von %1 bis %2.</translation>
    </message>
    <message>
        <source>Calotype takes numbers from %1 to %2 here.</source>
        <translation>Calotype nimmt hier Zahlen von %1 bis %2.</translation>
    </message>
    <message>
        <source>Calotype draws noise as “CPU” or as “NV”.</source>
        <translation>Calotype zieht Rauschen als „CPU“ oder als „NV“.</translation>
    </message>
    <message>
        <source>Calotype reads prompts as “plain” or as “a1111”.</source>
        <translation>Calotype liest Prompts als „plain“ oder als „a1111“.</translation>
    </message>
    <message>
        <source>This is no text.</source>
        <translation>Das ist kein Text.</translation>
    </message>
    <message>
        <source>Calotype makes pictures of %1 to %2 pixels a side, in steps of %3.</source>
        <translation>Calotype erzeugt Bilder von %1 bis %2 Pixel Kantenlänge, in Stufen von %3.</translation>
    </message>
    <message>
        <source>The model has no name.</source>
        <translation>Das Modell hat keinen Namen.</translation>
    </message>
    <message>
        <source>Chooses %1</source>
        <translation>Wählt %1</translation>
    </message>
    <message>
        <source>No model of this name is in the list.</source>
        <translation>Kein Modell dieses Namens steht in der Liste.</translation>
    </message>
    <message>
        <source>Calotype has no sampler of this name.</source>
        <translation>Calotype hat keinen Sampler dieses Namens.</translation>
    </message>
    <message>
        <source>Calotype has no schedule of this name.</source>
        <translation>Calotype hat kein Schedule dieses Namens.</translation>
    </message>
    <message>
        <source>Calotype cannot bring this back.</source>
        <translation>Calotype kann dies nicht übernehmen.</translation>
    </message>
    <message>
        <source>Calotype has no setting for this.</source>
        <translation>Calotype hat dafür keine Einstellung.</translation>
    </message>
</context>
<context>
    <name>GalleryCommands</name>
    <message numerus="yes">
        <source>Move to Trash (%n)</source>
        <translation>
            <numerusform>In den Papierkorb (%n)</numerusform>
            <numerusform>In den Papierkorb (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rating (%n)</source>
        <translation>
            <numerusform>Bewertung (%n)</numerusform>
            <numerusform>Bewertung (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tag “%1” (%n)</source>
        <translation>
            <numerusform>Schlagwort „%1“ (%n)</numerusform>
            <numerusform>Schlagwort „%1“ (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove Tag “%1” (%n)</source>
        <translation>
            <numerusform>Schlagwort „%1“ entfernen (%n)</numerusform>
            <numerusform>Schlagwort „%1“ entfernen (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InfoDock</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>Negativer Prompt</translation>
    </message>
    <message>
        <source>Prompt syntax</source>
        <translation>Prompt-Syntax</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model hash</source>
        <translation>Modell-Hash</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>Sampler</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Schedule</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance-Skala</translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation>Guidance-Rescale</translation>
    </message>
    <message>
        <source>Distilled guidance</source>
        <translation>Destillierte Guidance</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>Variations-Seed</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>Variationsstärke</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip-Skip</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>VAE hash</source>
        <translation>VAE-Hash</translation>
    </message>
    <message>
        <source>LoRAs</source>
        <translation>LoRAs</translation>
    </message>
    <message>
        <source>Eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>Seed offset of eta</source>
        <translation>Seed-Versatz von Eta</translation>
    </message>
    <message>
        <source>Noise from</source>
        <translation>Rauschen von</translation>
    </message>
    <message>
        <source>Noise of a batch</source>
        <translation>Gemeinsames Rauschen mehrerer Bilder</translation>
    </message>
    <message>
        <source>Embedding hashes</source>
        <translation>Embedding-Hashes</translation>
    </message>
    <message>
        <source>Sampler as written</source>
        <translation>Sampler wie angegeben</translation>
    </message>
    <message>
        <source>Start image hash</source>
        <translation>Startbild-Hash</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Schlicht</translation>
    </message>
    <message>
        <source>Weights and schedules</source>
        <translation>Gewichte und Abläufe</translation>
    </message>
</context>
<context>
    <name>PictureExport</name>
    <message>
        <source>“%1” cannot be read; check that it is still there.</source>
        <translation>„%1“ kann nicht gelesen werden; prüfen Sie, ob es noch da ist.</translation>
    </message>
    <message>
        <source>“%1” cannot be read to its end; check its disk.</source>
        <translation>„%1“ kann nicht bis zum Ende gelesen werden; prüfen Sie den Datenträger.</translation>
    </message>
    <message>
        <source>Calotype writes no pictures like “%1”; end the name in .png, .jpg or .webp.</source>
        <translation>Calotype schreibt keine Bilder wie „%1“; lassen Sie den Namen auf .png, .jpg oder .webp enden.</translation>
    </message>
    <message>
        <source>The export was stopped.</source>
        <translation>Der Export wurde abgebrochen.</translation>
    </message>
</context>
<context>
    <name>PictureFields</name>
    <message>
        <source>Nothing that this picture says of its making can be used here.</source>
        <translation>Nichts von dem, was dieses Bild über seine Entstehung sagt, lässt sich hier verwenden.</translation>
    </message>
    <message>
        <source>The picture does not say this of its making.</source>
        <translation>Das Bild macht dazu keine Angabe.</translation>
    </message>
</context>
<context>
    <name>PictureFile</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
</context>
<context>
    <name>PictureWords</name>
    <message>
        <source>Picture, rated %1 of 5: %2</source>
        <translation>Bild, bewertet mit %1 von 5: %2</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>Bild: %1</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1 × %2, seed %3</source>
        <translation>%1 × %2, Seed %3</translation>
    </message>
    <message>
        <source>The file’s folder is not there now.</source>
        <translation>Der Ordner der Datei ist gerade nicht da.</translation>
    </message>
</context>
<context>
    <name>PreferenceFile</name>
    <message>
        <source>The file as it was is kept as “%1”.</source>
        <translation>Die Datei, wie sie war, bleibt als „%1“ erhalten.</translation>
    </message>
    <message>
        <source>The preferences were written by a newer Calotype; what this one knows of them counts.</source>
        <translation>Die Einstellungen wurden von einem neueren Calotype geschrieben; was dieses davon kennt, gilt.</translation>
    </message>
    <message>
        <source>The preferences&apos; file is damaged; what could be read of it counts.</source>
        <translation>Die Datei der Einstellungen ist beschädigt; was sich lesen ließ, gilt.</translation>
    </message>
    <message>
        <source>These preferences could not be read, and are as they were at first: %1.</source>
        <translation>Diese Einstellungen konnten nicht gelesen werden und sind auf dem ersten Stand: %1.</translation>
    </message>
</context>
<context>
    <name>SamplerTable</name>
    <message>
        <source>Deterministic at eta 0, noisy at eta 1; the classic of latent diffusion.</source>
        <translation>Deterministisch bei Eta 0, verrauscht bei Eta 1; der Klassiker der latenten Diffusion.</translation>
    </message>
    <message>
        <source>The original ancestral sampler; wants many steps.</source>
        <translation>Der ursprüngliche Ancestral-Sampler; braucht viele Schritte.</translation>
    </message>
    <message>
        <source>Linear multistep on whole timesteps; the default of Stable Diffusion 1.</source>
        <translation>Lineares Mehrschrittverfahren auf ganzen Zeitschritten; der Standard von Stable Diffusion 1.</translation>
    </message>
    <message>
        <source>Linear multistep of order 4 over the noise levels; steady.</source>
        <translation>Lineares Mehrschrittverfahren der Ordnung 4 über die Rauschstufen; gleichmäßig.</translation>
    </message>
    <message>
        <source>The simplest solver; quick and predictable.</source>
        <translation>Der einfachste Löser; schnell und berechenbar.</translation>
    </message>
    <message>
        <source>Euler with fresh noise at each step; keeps changing with the number of steps.</source>
        <translation>Euler mit frischem Rauschen in jedem Schritt; ändert sich mit der Zahl der Schritte immer weiter.</translation>
    </message>
    <message>
        <source>Second order, two evaluations a step; exact and slow.</source>
        <translation>Zweite Ordnung, zwei Auswertungen je Schritt; genau und langsam.</translation>
    </message>
    <message>
        <source>Midpoint method, two evaluations a step.</source>
        <translation>Mittelpunktverfahren, zwei Auswertungen je Schritt.</translation>
    </message>
    <message>
        <source>Midpoint method with fresh noise at each step.</source>
        <translation>Mittelpunktverfahren mit frischem Rauschen in jedem Schritt.</translation>
    </message>
    <message>
        <source>DPM-Solver++ in groups of single steps.</source>
        <translation>DPM-Solver++ in Gruppen von Einzelschritten.</translation>
    </message>
    <message>
        <source>DPM-Solver++ multistep of order 2; good structure in few steps.</source>
        <translation>DPM-Solver++ als Mehrschrittverfahren der Ordnung 2; gute Struktur in wenigen Schritten.</translation>
    </message>
    <message>
        <source>DPM-Solver++ multistep with noise; rich texture.</source>
        <translation>DPM-Solver++ als Mehrschrittverfahren mit Rauschen; reiche Textur.</translation>
    </message>
    <message>
        <source>As DPM++ 2M SDE, order 3; for many steps.</source>
        <translation>Wie DPM++ 2M SDE, Ordnung 3; für viele Schritte.</translation>
    </message>
    <message>
        <source>DPM-Solver++ with Brownian noise, two evaluations a step.</source>
        <translation>DPM-Solver++ mit Brownschem Rauschen, zwei Auswertungen je Schritt.</translation>
    </message>
    <message>
        <source>Predictor and corrector of one framework; good at 8 to 12 steps.</source>
        <translation>Prädiktor und Korrektor aus einem Guss; gut bei 8 bis 12 Schritten.</translation>
    </message>
    <message>
        <source>Exponential integrator, multistep; good in few steps.</source>
        <translation>Exponentieller Integrator, Mehrschrittverfahren; gut in wenigen Schritten.</translation>
    </message>
    <message>
        <source>For latent consistency models, 2 to 8 steps.</source>
        <translation>Für Latent-Consistency-Modelle, 2 bis 8 Schritte.</translation>
    </message>
    <message>
        <source>For trajectory consistency models, 2 to 8 steps; eta sets the detail.</source>
        <translation>Für Trajectory-Consistency-Modelle, 2 bis 8 Schritte; Eta bestimmt die Details.</translation>
    </message>
    <message>
        <source>Heun steps that go back up in noise once or twice and down again.</source>
        <translation>Heun-Schritte, die ein- oder zweimal im Rauschen zurück- und wieder hinabgehen.</translation>
    </message>
    <message>
        <source>Even timesteps over the whole range, both ends included.</source>
        <translation>Gleichmäßige Zeitschritte über den ganzen Bereich, beide Enden eingeschlossen.</translation>
    </message>
    <message>
        <source>Even timesteps counted from the low end; the highest is left out.</source>
        <translation>Gleichmäßige Zeitschritte, vom unteren Ende gezählt; der höchste entfällt.</translation>
    </message>
    <message>
        <source>Even timesteps counted from the high end (SGM uniform).</source>
        <translation>Gleichmäßige Zeitschritte, vom oberen Ende gezählt (SGM Uniform).</translation>
    </message>
    <message>
        <source>More of the steps at low noise (Karras et al. 2022).</source>
        <translation>Mehr Schritte bei geringem Rauschen (Karras et al. 2022).</translation>
    </message>
    <message>
        <source>Even steps in the logarithm of the noise.</source>
        <translation>Gleichmäßige Schritte im Logarithmus des Rauschens.</translation>
    </message>
    <message>
        <source>More of the steps at both ends (Lee et al. 2024).</source>
        <translation>Mehr Schritte an beiden Enden (Lee et al. 2024).</translation>
    </message>
    <message>
        <source>Noise levels found by optimisation, for few steps.</source>
        <translation>Durch Optimierung gefundene Rauschstufen, für wenige Schritte.</translation>
    </message>
    <message>
        <source>Model default</source>
        <translation>Modellstandard</translation>
    </message>
    <message>
        <source>Clear structure in few steps: the first choice for most pictures.</source>
        <translation>Klare Struktur in wenigen Schritten: die erste Wahl für die meisten Bilder.</translation>
    </message>
    <message>
        <source>Noise at each step brings out fine texture; wants a few steps more.</source>
        <translation>Rauschen in jedem Schritt arbeitet feine Textur heraus; braucht ein paar Schritte mehr.</translation>
    </message>
    <message>
        <source>DPM++ 2M with even steps in log noise: gentle in the dark tones.</source>
        <translation>DPM++ 2M mit gleichmäßigen Schritten im Logarithmus des Rauschens: sanft in den dunklen Tönen.</translation>
    </message>
    <message>
        <source>Noise levels optimised for few steps.</source>
        <translation>Für wenige Schritte optimierte Rauschstufen.</translation>
    </message>
    <message>
        <source>Trailing timesteps, as distilled models were trained for.</source>
        <translation>Zeitschritte vom oberen Ende, wie destillierte Modelle sie gelernt haben.</translation>
    </message>
    <message>
        <source>Euler on even timesteps; nothing to go wrong.</source>
        <translation>Euler auf gleichmäßigen Zeitschritten; da geht nichts schief.</translation>
    </message>
    <message>
        <source>Fresh noise at each step: varied, inventive pictures.</source>
        <translation>Frisches Rauschen in jedem Schritt: abwechslungsreiche, einfallsreiche Bilder.</translation>
    </message>
    <message>
        <source>Quick and predictable; good for trying prompts out.</source>
        <translation>Schnell und berechenbar; gut, um Prompts auszuprobieren.</translation>
    </message>
    <message>
        <source>Second order: exact, at twice the time a step.</source>
        <translation>Zweite Ordnung: genau, bei doppelter Zeit je Schritt.</translation>
    </message>
    <message>
        <source>Midpoint method: exact, at twice the time a step.</source>
        <translation>Mittelpunktverfahren: genau, bei doppelter Zeit je Schritt.</translation>
    </message>
    <message>
        <source>Linear multistep: calm and repeatable.</source>
        <translation>Lineares Mehrschrittverfahren: ruhig und wiederholbar.</translation>
    </message>
    <message>
        <source>structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>texture</source>
        <translation>Textur</translation>
    </message>
    <message>
        <source>portraits</source>
        <translation>Porträts</translation>
    </message>
    <message>
        <source>dark scenes</source>
        <translation>dunkle Szenen</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>lightning models</source>
        <translation>Lightning-Modelle</translation>
    </message>
    <message>
        <source>general</source>
        <translation>Allgemeines</translation>
    </message>
    <message>
        <source>creative</source>
        <translation>Kreatives</translation>
    </message>
    <message>
        <source>testing</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>Gleichmäßiges</translation>
    </message>
    <message>
        <source>What the model&apos;s own configuration says.</source>
        <translation>Was die Konfiguration des Modells vorgibt.</translation>
    </message>
    <message>
        <source>Deterministic DDIM on the model&apos;s own betas, without clipping.</source>
        <translation>Deterministisches DDIM auf den Betas des Modells, ohne Begrenzung.</translation>
    </message>
    <message>
        <source>DPM-Solver++ of order 2 on the model&apos;s own schedule.</source>
        <translation>DPM-Solver++ der Ordnung 2 auf dem Schedule des Modells.</translation>
    </message>
</context>
<context>
    <name>SettingsPreset</name>
    <message>
        <source>the model’s sampler</source>
        <translation>Sampler des Modells</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>guidance %1</source>
        <translation>Guidance-Skala %1</translation>
    </message>
</context>
<context>
    <name>WindowMenus</name>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Erstellen</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>B&amp;ild</translation>
    </message>
    <message>
        <source>&amp;Gallery</source>
        <translation>&amp;Galerie</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Co&amp;lours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Hil&amp;fe</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ActionButton</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ActionToolButton</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>calotype::ui::AdvancedPage</name>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>How much is written into the log</source>
        <translation>Wie viel in das Protokoll geschrieben wird</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Warnings too</source>
        <translation>Auch Warnungen</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>&amp;Show Log…</source>
        <translation>Protokoll anzei&amp;gen …</translation>
    </message>
    <message>
        <source>Read the log, as it is written</source>
        <translation>Das Protokoll mitlesen, während es geschrieben wird</translation>
    </message>
    <message>
        <source>&amp;Open Log Folder</source>
        <translation>Protokoll&amp;ordner öffnen</translation>
    </message>
    <message>
        <source>Show the folder with the log’s files</source>
        <translation>Den Ordner mit den Protokolldateien zeigen</translation>
    </message>
    <message>
        <source>Copy &amp;Diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Versions, devices and preferences, for those who help; no path and no prompt is in it</source>
        <translation>Versionen, Geräte und Einstellungen für alle, die helfen; Pfade und Prompts stehen nicht darin</translation>
    </message>
    <message>
        <source>Reset &amp;All Preferences…</source>
        <translation>&amp;Alle Einstellungen zurücksetzen …</translation>
    </message>
    <message>
        <source>Bring all pages back to what they were at first</source>
        <translation>Alle Seiten auf den ersten Stand zurückbringen</translation>
    </message>
    <message>
        <source>The diagnostics are on the clipboard.</source>
        <translation>Die Diagnose liegt in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Asking for the devices…</source>
        <translation>Geräte werden abgefragt …</translation>
    </message>
    <message>
        <source>Reset All Preferences?</source>
        <translation>Alle Einstellungen zurücksetzen?</translation>
    </message>
    <message>
        <source>All pages go back to what they were at first. Pictures, models and the queue stay.</source>
        <translation>Alle Seiten gehen auf den ersten Stand zurück. Bilder, Modelle und die Warteschlange bleiben.</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::BusDesktop</name>
    <message>
        <source>A picture is being made</source>
        <translation>Ein Bild wird erzeugt</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::CloseQuestion</name>
    <message>
        <source>What you asked for last is not in the queue yet, and closing drops it. What is in the queue stays there.</source>
        <translation>Ihr letzter Auftrag steht noch nicht in der Warteschlange und geht beim Schließen verloren. Was in der Warteschlange steht, bleibt dort.</translation>
    </message>
    <message>
        <source>A picture is being made. The queue goes on with it the next time; finished pictures are kept.</source>
        <translation>Gerade wird ein Bild erzeugt. Die Warteschlange setzt es beim nächsten Mal fort; fertige Bilder bleiben erhalten.</translation>
    </message>
    <message>
        <source>A finished picture could not be saved, and closing loses it. Make room on the disk and resume the queue, or copy the picture first.</source>
        <translation>Ein fertiges Bild konnte nicht gespeichert werden und geht beim Schließen verloren. Schaffen Sie Platz auf dem Datenträger und setzen Sie die Warteschlange fort, oder kopieren Sie das Bild zuerst.</translation>
    </message>
    <message>
        <source>Close Calotype?</source>
        <translation>Calotype schließen?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keep Open</source>
        <translation>Geöffnet lassen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::CompareDivider</name>
    <message>
        <source>Drag it, or move it with the arrow keys</source>
        <translation>Ziehen oder mit den Pfeiltasten bewegen</translation>
    </message>
    <message>
        <source>Divider</source>
        <translation>Trennlinie</translation>
    </message>
    <message>
        <source>%1 % from the left</source>
        <translation>%1 % von links</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ComparePage</name>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Side &amp;by Side</source>
        <translation>&amp;Nebeneinander</translation>
    </message>
    <message>
        <source>The two pictures beside each other</source>
        <translation>Die beiden Bilder nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Divider</source>
        <translation>&amp;Trennlinie</translation>
    </message>
    <message>
        <source>One picture over the other, with a divider to drag</source>
        <translation>Ein Bild über dem anderen, mit einer Trennlinie zum Ziehen</translation>
    </message>
    <message>
        <source>S&amp;wap</source>
        <translation>Ta&amp;uschen</translation>
    </message>
    <message>
        <source>Change the sides of the pictures</source>
        <translation>Die Seiten der Bilder tauschen</translation>
    </message>
    <message>
        <source>Diffe&amp;rences</source>
        <translation>Unter&amp;schiede</translation>
    </message>
    <message>
        <source>The settings in which the pictures differ</source>
        <translation>Die Einstellungen, in denen sich die Bilder unterscheiden</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>Ein&amp;passen</translation>
    </message>
    <message>
        <source>The whole pictures</source>
        <translation>Die ganzen Bilder</translation>
    </message>
    <message>
        <source>&amp;Actual Size</source>
        <translation>&amp;Originalgröße</translation>
    </message>
    <message>
        <source>One pixel of the screen for each of the left picture</source>
        <translation>Ein Bildschirmpixel für jedes Pixel des linken Bildes</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Ve&amp;rgrößern</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Change the Way of Comparing</source>
        <translation>Art des Vergleichs wechseln</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>Abweichende Einstellungen</translation>
    </message>
    <message>
        <source>No picture is chosen.</source>
        <translation>Kein Bild ist ausgewählt.</translation>
    </message>
    <message>
        <source>Choose two pictures to compare them.</source>
        <translation>Wählen Sie zwei Bilder aus, um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>Reading what the pictures say …</source>
        <translation>Angaben der Bilder werden gelesen …</translation>
    </message>
    <message>
        <source>Neither picture says how it was made.</source>
        <translation>Keines der Bilder sagt, wie es entstanden ist.</translation>
    </message>
    <message>
        <source>Both pictures name the same settings.</source>
        <translation>Beide Bilder nennen dieselben Einstellungen.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>calotype::ui::CompareView</name>
    <message>
        <source>Left picture</source>
        <translation>Linkes Bild</translation>
    </message>
    <message>
        <source>Right picture</source>
        <translation>Rechtes Bild</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ComputePage</name>
    <message>
        <source>Compute</source>
        <translation>Berechnung</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>What the model runs on</source>
        <translation>Worauf das Modell läuft</translation>
    </message>
    <message>
        <source>Asking for the devices…</source>
        <translation>Geräte werden abgefragt …</translation>
    </message>
    <message>
        <source>Prec&amp;ision</source>
        <translation>Gen&amp;auigkeit</translation>
    </message>
    <message>
        <source>The number format that the model runs in</source>
        <translation>Das Zahlenformat, in dem das Modell läuft</translation>
    </message>
    <message>
        <source>Automatic: what suits the device</source>
        <translation>Automatisch: was zum Gerät passt</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>Arbeitss&amp;peicher</translation>
    </message>
    <message>
        <source>What the model’s memory is spent on</source>
        <translation>Wofür das Modell Arbeitsspeicher verwendet</translation>
    </message>
    <message>
        <source>Automatic: by the model and what is free</source>
        <translation>Automatisch: nach Modell und freiem Speicher</translation>
    </message>
    <message>
        <source>Fast: the model lies there ready to compute</source>
        <translation>Schnell: das Modell liegt rechenfertig bereit</translation>
    </message>
    <message>
        <source>Balanced: the same pictures from half of it</source>
        <translation>Ausgewogen: dieselben Bilder mit der Hälfte</translation>
    </message>
    <message>
        <source>Low: as little as can be, slower</source>
        <translation>Sparsam: so wenig wie möglich, langsamer</translation>
    </message>
    <message>
        <source>&amp;VAE tiling</source>
        <translation>&amp;VAE in Kacheln</translation>
    </message>
    <message>
        <source>Whether the VAE works on a picture piece by piece: less memory, more time, the same picture</source>
        <translation>Ob das VAE ein Bild Stück für Stück rechnet: weniger Speicher, mehr Zeit, dasselbe Bild</translation>
    </message>
    <message>
        <source>Automatic: where memory is short</source>
        <translation>Automatisch: wenn Speicher knapp ist</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Device, precision, memory and VAE tiling count from the next load of the model: after a change, the next picture loads it anew.</source>
        <translation>Gerät, Genauigkeit, Arbeitsspeicher und Kacheln gelten ab dem nächsten Laden des Modells: Nach einer Änderung lädt das nächste Bild es neu.</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>Th&amp;reads</translation>
    </message>
    <message>
        <source>Threads for work on the CPU, from the next picture on</source>
        <translation>Threads für Arbeit auf der CPU, ab dem nächsten Bild</translation>
    </message>
    <message>
        <source>Automatic: the physical cores</source>
        <translation>Automatisch: die physischen Kerne</translation>
    </message>
    <message>
        <source>&amp;Free the model’s memory after</source>
        <translation>&amp;Speicher des Modells freigeben nach</translation>
    </message>
    <message>
        <source>When nothing was made for so long; the model is loaded again when it is needed</source>
        <translation>Wenn so lange nichts erzeugt wurde; bei Bedarf wird das Modell neu geladen</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>T&amp;est</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <source>Run a part of a network on the device, and compare with the processor</source>
        <translation>Einen Teil eines Netzes auf dem Gerät rechnen und mit dem Prozessor vergleichen</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>Ergebnis des Tests</translation>
    </message>
    <message>
        <source>Works: %1 in %2 agrees with the processor within %3 %, in %4 s.</source>
        <translation>Funktioniert: %1 in %2 stimmt auf %3 % mit dem Prozessor überein, in %4 s.</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>Der Test wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Canc&amp;el Test</source>
        <translation>Test a&amp;bbrechen</translation>
    </message>
    <message>
        <source>The test is under way; where a picture is being made, it waits for that.</source>
        <translation>Der Test läuft; wird gerade ein Bild erzeugt, wartet er darauf.</translation>
    </message>
    <message>
        <source>Automatic: the best there is</source>
        <translation>Automatisch: das beste vorhandene</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1: %2, %3 of %4 free</source>
        <translation>%1: %2, %3 von %4 frei</translation>
    </message>
</context>
<context>
    <name>calotype::ui::CreatePage</name>
    <message>
        <source>Write a prompt, then press %1.</source>
        <translation>Schreiben Sie einen Prompt und drücken Sie dann %1.</translation>
    </message>
    <message>
        <source>The picture appears here.</source>
        <translation>Das Bild erscheint hier.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::CreatePanel</name>
    <message>
        <source>Create</source>
        <translation>Erstellen</translation>
    </message>
    <message>
        <source>What the run will take</source>
        <translation>Was der Lauf brauchen wird</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>How many pictures to make, each with the next seed</source>
        <translation>Wie viele Bilder erzeugt werden, jedes mit dem nächsten Seed</translation>
    </message>
    <message>
        <source>How many steps the picture takes: more take longer</source>
        <translation>In wie vielen Schritten das Bild entsteht: mehr dauern länger</translation>
    </message>
    <message>
        <source>How closely the picture follows the prompt; 1 and below: no guidance, twice as fast</source>
        <translation>Wie eng das Bild dem Prompt folgt; bis 1: keine Guidance, doppelt so schnell</translation>
    </message>
    <message>
        <source>S&amp;teps</source>
        <translation>Sch&amp;ritte</translation>
    </message>
    <message>
        <source>G&amp;uidance</source>
        <translation>G&amp;uidance-Skala</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance-Skala</translation>
    </message>
    <message>
        <source>Which layer of the text encoder is read: 1 the last one, 2 the last but one, as many models of drawn figures want</source>
        <translation>Welche Schicht des Textencoders gelesen wird: 1 die letzte, 2 die vorletzte, wie es viele Modelle für gezeichnete Figuren verlangen</translation>
    </message>
    <message>
        <source>Clip s&amp;kip</source>
        <translation>Clip-S&amp;kip</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip-Skip</translation>
    </message>
    <message>
        <source>Start image</source>
        <translation>Startbild</translation>
    </message>
    <message>
        <source>A picture to start from, cropped to the size of the result</source>
        <translation>Ein Bild als Ausgangspunkt, auf die Größe des Ergebnisses zugeschnitten</translation>
    </message>
    <message>
        <source>How far the result may leave the start image: 0 keeps it, 1 takes nothing of it</source>
        <translation>Wie weit sich das Ergebnis vom Startbild entfernen darf: 0 behält es, 1 übernimmt nichts davon</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message numerus="yes">
        <source>Runs %1 of %n step(s)</source>
        <translation>
            <numerusform>Läuft %1 von %n Schritt</numerusform>
            <numerusform>Läuft %1 von %n Schritten</numerusform>
        </translation>
    </message>
    <message>
        <source>No step would run: raise the strength or the steps</source>
        <translation>Kein Schritt würde laufen: Erhöhen Sie die Stärke oder die Schritte</translation>
    </message>
</context>
<context>
    <name>calotype::ui::DateRangeDialog</name>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Pictures Made Between</source>
        <translation>Bilder aus dem Zeitraum</translation>
    </message>
    <message>
        <source>&amp;First day</source>
        <translation>&amp;Erster Tag</translation>
    </message>
    <message>
        <source>&amp;Last day</source>
        <translation>&amp;Letzter Tag</translation>
    </message>
</context>
<context>
    <name>calotype::ui::Desktop</name>
    <message>
        <source>The folder “%1” cannot be opened; check that it is still there.</source>
        <translation>Der Ordner „%1“ kann nicht geöffnet werden; prüfen Sie, ob er noch da ist.</translation>
    </message>
    <message>
        <source>“%1” is not there any more; look for it in the trash, or where it was moved.</source>
        <translation>„%1“ ist nicht mehr da; suchen Sie im Papierkorb, oder dort, wohin es verschoben wurde.</translation>
    </message>
    <message>
        <source>No program opens “%1”; choose one for its kind in the system’s settings.</source>
        <translation>Kein Programm öffnet „%1“; wählen Sie in den Einstellungen des Systems eines für diese Art Datei.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::DifferenceModel</name>
    <message>
        <source>not given</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Left picture</source>
        <translation>Linkes Bild</translation>
    </message>
    <message>
        <source>Right picture</source>
        <translation>Rechtes Bild</translation>
    </message>
</context>
<context>
    <name>calotype::ui::EmptyState</name>
    <message>
        <source>Calotype needs a model</source>
        <translation>Calotype braucht ein Modell</translation>
    </message>
    <message>
        <source>A model is a .safetensors or .ckpt file of Stable Diffusion 1, 2 or XL, or a diffusers folder. Put yours into %1, open one from anywhere, or drop it on this window.</source>
        <translation>Ein Modell ist eine .safetensors- oder .ckpt-Datei von Stable Diffusion 1, 2 oder XL oder ein Diffusers-Ordner. Legen Sie Ihres in %1 ab, öffnen Sie eines von beliebigem Ort oder ziehen Sie es auf dieses Fenster.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ErrorWords</name>
    <message>
        <source>This cannot be done so.</source>
        <translation>So geht das nicht.</translation>
    </message>
    <message>
        <source>Something was not found.</source>
        <translation>Etwas wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>The file is damaged.</source>
        <translation>Die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>This is not supported.</source>
        <translation>Das wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Der Arbeitsspeicher reicht nicht.</translation>
    </message>
    <message>
        <source>The device is not there.</source>
        <translation>Das Gerät ist nicht da.</translation>
    </message>
    <message>
        <source>The device stopped working.</source>
        <translation>Das Gerät arbeitet nicht mehr.</translation>
    </message>
    <message>
        <source>What was kept belongs to another picture.</source>
        <translation>Das Aufbewahrte gehört zu einem anderen Bild.</translation>
    </message>
    <message>
        <source>What makes the pictures cannot be opened.</source>
        <translation>Was die Bilder erzeugt, lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>Reading or writing failed.</source>
        <translation>Lesen oder Schreiben ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Es wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Something went wrong in Calotype.</source>
        <translation>In Calotype ist etwas schiefgegangen.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ExamplePrompts</name>
    <message>
        <source>Make a picture</source>
        <translation>Erzeugen Sie ein Bild</translation>
    </message>
    <message>
        <source>Write what it shows and press Generate, or try one of these:</source>
        <translation>Schreiben Sie, was es zeigt, und drücken Sie „Erzeugen“, oder probieren Sie eines von diesen:</translation>
    </message>
    <message>
        <source>Make a picture of “%1”</source>
        <translation>Ein Bild von „%1“ erzeugen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FailureHelp</name>
    <message>
        <source>Use Less Memory</source>
        <translation>Weniger Speicher</translation>
    </message>
    <message>
        <source>Make it, and all from now on, with as little memory as can be; that is slower</source>
        <translation>Dies und alles Weitere mit so wenig Speicher wie möglich erzeugen; das dauert länger</translation>
    </message>
    <message>
        <source>Make it with as little memory as can be; that is slower</source>
        <translation>Dies mit so wenig Speicher wie möglich erzeugen; das dauert länger</translation>
    </message>
    <message>
        <source>Half the Size</source>
        <translation>Halbe Größe</translation>
    </message>
    <message>
        <source>Make it at %1 × %2 pixels</source>
        <translation>In %1 × %2 Pixeln erzeugen</translation>
    </message>
    <message>
        <source>On the Processor</source>
        <translation>Auf dem Prozessor</translation>
    </message>
    <message>
        <source>Make it, and all from now on, on the processor</source>
        <translation>Dies und alles Weitere auf dem Prozessor erzeugen</translation>
    </message>
    <message>
        <source>Make it on the processor</source>
        <translation>Dies auf dem Prozessor erzeugen</translation>
    </message>
    <message>
        <source>the device</source>
        <comment>memory ran out on</comment>
        <translation>dem Gerät</translation>
    </message>
    <message>
        <source>the processor</source>
        <comment>memory ran out on</comment>
        <translation>dem Prozessor</translation>
    </message>
    <message>
        <source>Memory ran out on %1 while the model was loaded.</source>
        <translation>Auf %1 reichte der Speicher nicht, um das Modell zu laden.</translation>
    </message>
    <message numerus="yes">
        <source>Memory ran out on %1 for %Ln picture(s) of %2 × %3.</source>
        <translation>
            <numerusform>Auf %1 reichte der Speicher nicht für ein Bild von %2 × %3.</numerusform>
            <numerusform>Auf %1 reichte der Speicher nicht für %Ln Bilder von %2 × %3.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 Close other programs, or choose a smaller model.</source>
        <translation>%1 Schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>The device %1 stopped working. The job waits, and the queue is paused.</source>
        <translation>Das Gerät %1 arbeitet nicht mehr. Der Auftrag wartet, und die Warteschlange ist angehalten.</translation>
    </message>
    <message>
        <source>The device %1 is not on this machine now. The job waits, and the queue is paused.</source>
        <translation>Das Gerät %1 ist gerade nicht an diesem Rechner. Der Auftrag wartet, und die Warteschlange ist angehalten.</translation>
    </message>
    <message>
        <source>Go On on the Processor</source>
        <translation>Auf dem Prozessor weiter</translation>
    </message>
    <message>
        <source>Make this and all that waits on the processor, until another device is chosen or Calotype is started anew</source>
        <translation>Dies und alles, was wartet, auf dem Prozessor erzeugen, bis ein anderes Gerät gewählt oder Calotype neu gestartet wird</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Load the model there once more; if that does not help, start Calotype anew</source>
        <translation>Das Modell dort noch einmal laden; hilft das nicht, Calotype neu starten</translation>
    </message>
    <message>
        <source>Open Model Folder…</source>
        <translation>Modellordner öffnen …</translation>
    </message>
    <message>
        <source>Open Model File…</source>
        <translation>Modelldatei öffnen …</translation>
    </message>
    <message>
        <source>Choose where the model is now, or another one, and make it with that</source>
        <translation>Auswählen, wo das Modell jetzt liegt, oder ein anderes, und es damit erzeugen</translation>
    </message>
    <message>
        <source>Make it now that the model is back in its place</source>
        <translation>Es erzeugen, da das Modell wieder an seinem Platz ist</translation>
    </message>
    <message>
        <source>The device %1 is not on this machine now; %2 is used instead.</source>
        <translation>Das Gerät %1 ist gerade nicht an diesem Rechner; stattdessen dient %2.</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>der Prozessor</translation>
    </message>
    <message>
        <source>Open Preferences</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Choose another device</source>
        <translation>Ein anderes Gerät auswählen</translation>
    </message>
    <message>
        <source>Always Choose Automatically</source>
        <translation>Immer automatisch wählen</translation>
    </message>
    <message>
        <source>Use the best device there is, also when this one is back</source>
        <translation>Das beste vorhandene Gerät benutzen, auch wenn dieses wieder da ist</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FieldRow</name>
    <message>
        <source>%1 (nearest known)</source>
        <translation>%1 (nächstes bekanntes)</translation>
    </message>
    <message>
        <source>%1 (cannot be brought back)</source>
        <translation>%1 (nicht übernehmbar)</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>Take this over into the settings</source>
        <translation>Dies in die Einstellungen übernehmen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FileOpening</name>
    <message>
        <source>“%1” is neither a model nor a picture; choose a model file, a diffusers folder or a picture.</source>
        <translation>„%1“ ist weder ein Modell noch ein Bild; wählen Sie eine Modelldatei, einen Diffusers-Ordner oder ein Bild.</translation>
    </message>
    <message>
        <source>That is only the address of the picture, and Calotype does not use the network; copy the picture in the browser and paste it here, or save it first.</source>
        <translation>Das ist nur die Adresse des Bildes, und Calotype benutzt das Netz nicht; kopieren Sie das Bild im Browser und fügen Sie es hier ein, oder speichern Sie es zuerst.</translation>
    </message>
    <message>
        <source>There is neither a picture nor a model on the clipboard; copy one first.</source>
        <translation>In der Zwischenablage ist weder ein Bild noch ein Modell; kopieren Sie zuerst eines.</translation>
    </message>
    <message>
        <source>Open Model File</source>
        <translation>Modelldatei öffnen</translation>
    </message>
    <message>
        <source>Open Model Folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>Choose VAE File</source>
        <translation>VAE-Datei wählen</translation>
    </message>
    <message>
        <source>Choose Start Image</source>
        <translation>Startbild auswählen</translation>
    </message>
    <message>
        <source>The folder “%1” cannot be opened; check that it is still there.</source>
        <translation>Der Ordner „%1“ kann nicht geöffnet werden; prüfen Sie, ob er noch da ist.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::Filmstrip</name>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FilterBar</name>
    <message>
        <source>Search in prompts</source>
        <translation>In Prompts suchen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Best rated first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>Größe der Miniaturbilder</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Any model</source>
        <translation>Jedes Modell</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>Sampler</translation>
    </message>
    <message>
        <source>Any sampler</source>
        <translation>Jeder Sampler</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>Jede Größe</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>Jedes Datum</translation>
    </message>
    <message>
        <source>Between…</source>
        <translation>Zeitraum …</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Any rating</source>
        <translation>Jede Bewertung</translation>
    </message>
    <message>
        <source>%1 and better</source>
        <translation>%1 und besser</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>Entstanden aus</translation>
    </message>
    <message>
        <source>Made from anything</source>
        <translation>Entstanden aus Beliebigem</translation>
    </message>
    <message>
        <source>Made from an image</source>
        <translation>Entstanden aus einem Bild</translation>
    </message>
    <message>
        <source>Made from words alone</source>
        <translation>Entstanden nur aus Text</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Any tag</source>
        <translation>Jedes Schlagwort</translation>
    </message>
    <message>
        <source>Clear Filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Show all pictures again</source>
        <translation>Wieder alle Bilder zeigen</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Die letzten 7 Tage</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Die letzten 30 Tage</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Letztes Jahr</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Seit %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Similar to %1 ×</source>
        <translation>Ähnlich wie %1 ×</translation>
    </message>
    <message>
        <source>Similar to %1; press to show what was shown before</source>
        <translation>Ähnlich wie %1; drücken, um das vorher Gezeigte zu zeigen</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 Pixel</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FilterChip</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: any</source>
        <translation>%1: beliebig</translation>
    </message>
</context>
<context>
    <name>calotype::ui::FolderListEdit</name>
    <message>
        <source>&amp;Add…</source>
        <translation>&amp;Hinzufügen …</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>Entf&amp;ernen</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Do&amp;wn</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>This folder is not there.</source>
        <translation>Diesen Ordner gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryActions</name>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Öffnen</translation>
    </message>
    <message>
        <source>Show the picture large</source>
        <translation>Das Bild groß zeigen</translation>
    </message>
    <message>
        <source>Open &amp;With…</source>
        <translation>Öffnen &amp;mit …</translation>
    </message>
    <message>
        <source>Open the picture in another program</source>
        <translation>Das Bild in einem anderen Programm öffnen</translation>
    </message>
    <message>
        <source>Show in &amp;Finder</source>
        <translation>Im Fin&amp;der zeigen</translation>
    </message>
    <message>
        <source>Show in Its &amp;Folder</source>
        <translation>Im Or&amp;dner zeigen</translation>
    </message>
    <message>
        <source>Show the picture’s file where it lies</source>
        <translation>Die Datei des Bildes zeigen, wo sie liegt</translation>
    </message>
    <message>
        <source>&amp;Copy Image</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy the picture, and its file, to the clipboard</source>
        <translation>Das Bild und seine Datei in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Prompt</source>
        <translation>P&amp;rompt kopieren</translation>
    </message>
    <message>
        <source>Copy the picture’s prompt</source>
        <translation>Den Prompt des Bildes kopieren</translation>
    </message>
    <message>
        <source>Copy S&amp;eed</source>
        <translation>S&amp;eed kopieren</translation>
    </message>
    <message>
        <source>Copy the picture’s seed</source>
        <translation>Den Seed des Bildes kopieren</translation>
    </message>
    <message>
        <source>Copy A&amp;ll Settings</source>
        <translation>&amp;Alle Einstellungen kopieren</translation>
    </message>
    <message>
        <source>Copy all that the picture says of its making, as text</source>
        <translation>Alles, was das Bild über seine Entstehung sagt, als Text kopieren</translation>
    </message>
    <message>
        <source>Use as &amp;Start Image</source>
        <translation>Als Start&amp;bild verwenden</translation>
    </message>
    <message>
        <source>Make another picture from this one</source>
        <translation>Aus diesem Bild ein weiteres erzeugen</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>Ver&amp;gleichen</translation>
    </message>
    <message>
        <source>Compare the two selected pictures, or the one that is open with its neighbour</source>
        <translation>Die beiden ausgewählten Bilder vergleichen, oder das geöffnete mit seinem Nachbarn</translation>
    </message>
    <message>
        <source>F&amp;ind Similar Pictures</source>
        <translation>Ähnliche Bilder &amp;finden</translation>
    </message>
    <message>
        <source>Show the pictures that look like this one</source>
        <translation>Die Bilder zeigen, die diesem ähnlich sehen</translation>
    </message>
    <message>
        <source>Ta&amp;gs…</source>
        <translation>&amp;Schlagwörter …</translation>
    </message>
    <message>
        <source>Give the selected pictures tags, or take them away</source>
        <translation>Den ausgewählten Bildern Schlagwörter geben oder nehmen</translation>
    </message>
    <message>
        <source>E&amp;xport As…</source>
        <translation>E&amp;xportieren …</translation>
    </message>
    <message>
        <source>Put copies elsewhere; a single picture also in another format</source>
        <translation>Kopien anderswo ablegen; ein einzelnes Bild auch in einem anderen Format</translation>
    </message>
    <message>
        <source>Move to &amp;Trash</source>
        <translation>In den &amp;Papierkorb verschieben</translation>
    </message>
    <message>
        <source>Move the selected pictures to the trash</source>
        <translation>Die ausgewählten Bilder in den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>&amp;Verwenden</translation>
    </message>
    <message>
        <source>&amp;All Settings</source>
        <translation>&amp;Alle Einstellungen</translation>
    </message>
    <message>
        <source>Bring back everything that made this picture, as far as Calotype can</source>
        <translation>Alles übernehmen, womit dieses Bild entstanden ist, soweit Calotype es kann</translation>
    </message>
    <message>
        <source>&amp;Prompt</source>
        <translation>&amp;Prompt</translation>
    </message>
    <message>
        <source>Bring back the picture’s prompts</source>
        <translation>Die Prompts des Bildes übernehmen</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>&amp;Seed</translation>
    </message>
    <message>
        <source>Bring back the picture’s seed</source>
        <translation>Den Seed des Bildes übernehmen</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>Bring back the picture’s size</source>
        <translation>Die Größe des Bildes übernehmen</translation>
    </message>
    <message>
        <source>R&amp;ating</source>
        <translation>Bewer&amp;tung</translation>
    </message>
    <message>
        <source>&amp;No Rating</source>
        <translation>&amp;Keine Bewertung</translation>
    </message>
    <message>
        <source>Rate the selected pictures</source>
        <translation>Die ausgewählten Bilder bewerten</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Copy %Ln Image(s)</source>
        <translation>
            <numerusform>%Ln Bild &amp;kopieren</numerusform>
            <numerusform>%Ln Bilder &amp;kopieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>R&amp;ating of %Ln Picture(s)</source>
        <translation>
            <numerusform>Bewer&amp;tung von %Ln Bild</numerusform>
            <numerusform>Bewer&amp;tung von %Ln Bildern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ta&amp;gs of %Ln Picture(s)…</source>
        <translation>
            <numerusform>&amp;Schlagwörter von %Ln Bild …</numerusform>
            <numerusform>&amp;Schlagwörter von %Ln Bildern …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>E&amp;xport %Ln Picture(s)…</source>
        <translation>
            <numerusform>%Ln Bild e&amp;xportieren …</numerusform>
            <numerusform>%Ln Bilder e&amp;xportieren …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln Picture(s) to &amp;Trash</source>
        <translation>
            <numerusform>%Ln Bild in den &amp;Papierkorb verschieben</numerusform>
            <numerusform>%Ln Bilder in den &amp;Papierkorb verschieben</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” does not say this of its making.</source>
        <translation>„%1“ macht dazu keine Angabe.</translation>
    </message>
    <message>
        <source>Export the Picture</source>
        <translation>Das Bild exportieren</translation>
    </message>
    <message>
        <source>Pictures (%1)</source>
        <translation>Bilder (%1)</translation>
    </message>
    <message>
        <source>“%1” is exported, but a JPEG has no room for all that the picture says of its making; PNG and WebP have.</source>
        <translation>„%1“ ist exportiert, doch ein JPEG fasst nicht alles, was das Bild über seine Entstehung sagt; PNG und WebP fassen es.</translation>
    </message>
    <message numerus="yes">
        <source>Export %Ln Picture(s) Into a Folder</source>
        <translation>
            <numerusform>%Ln Bild in einen Ordner exportieren</numerusform>
            <numerusform>%Ln Bilder in einen Ordner exportieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) copied into “%1”.</source>
        <translation>
            <numerusform>%Ln Bild nach „%1“ kopiert.</numerusform>
            <numerusform>%Ln Bilder nach „%1“ kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>the picture</source>
        <translation>das Bild</translation>
    </message>
    <message>
        <source>No other picture in the gallery looks like “%1”.</source>
        <translation>Kein anderes Bild der Galerie sieht „%1“ ähnlich.</translation>
    </message>
    <message>
        <source>“%1” cannot be compared with other pictures, because it cannot be read.</source>
        <translation>„%1“ kann nicht mit anderen Bildern verglichen werden, weil es sich nicht lesen lässt.</translation>
    </message>
    <message>
        <source>“%1” has not been compared with the other pictures yet; try again in a moment.</source>
        <translation>„%1“ wurde noch nicht mit den anderen Bildern verglichen; versuchen Sie es gleich noch einmal.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryDelegate</name>
    <message>
        <source>Its folder is not there</source>
        <translation>Der Ordner fehlt</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryEdits</name>
    <message numerus="yes">
        <source>Tags (%n)</source>
        <translation>
            <numerusform>Schlagwörter (%n)</numerusform>
            <numerusform>Schlagwörter (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryFeed</name>
    <message>
        <source>&amp;Retry Failed Job</source>
        <translation>Fehlgeschlagenen Auftrag &amp;wiederholen</translation>
    </message>
    <message>
        <source>Put the failed job at the end of the queue again</source>
        <translation>Den fehlgeschlagenen Auftrag wieder ans Ende der Warteschlange stellen</translation>
    </message>
    <message>
        <source>&amp;Dismiss Failure</source>
        <translation>Feh&amp;lschlag verwerfen</translation>
    </message>
    <message>
        <source>Take the failed job off the gallery</source>
        <translation>Den fehlgeschlagenen Auftrag aus der Galerie nehmen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <translation>%1 von %2 · %3</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryModel</name>
    <message>
        <source>The picture in the making: %1</source>
        <translation>Das entstehende Bild: %1</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryNotice</name>
    <message>
        <source>Nothing to do</source>
        <translation>Nichts zu tun</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryPage</name>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Pictures taken in</source>
        <translation>Aufgenommene Bilder</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln Bild</numerusform>
            <numerusform>%Ln Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>Noch keine Bilder</translation>
    </message>
    <message>
        <source>What you make appears here, and so does what lies in the folders that you add.</source>
        <translation>Was Sie erzeugen, erscheint hier, ebenso was in den Ordnern liegt, die Sie hinzufügen.</translation>
    </message>
    <message>
        <source>A folder is not there</source>
        <translation>Ein Ordner fehlt</translation>
    </message>
    <message>
        <source>There are no pictures, for the folder “%1” is not there. Plug in its disk, or say where it is now.</source>
        <translation>Es gibt keine Bilder, denn der Ordner „%1“ ist nicht da. Schließen Sie seinen Datenträger an, oder sagen Sie, wo er jetzt ist.</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Suchen …</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>Keine Treffer</translation>
    </message>
    <message>
        <source>No picture passes all of the filters.</source>
        <translation>Kein Bild passt zu allen Filtern.</translation>
    </message>
    <message>
        <source>Clear Filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Where Is the Folder Now?</source>
        <translation>Wo ist der Ordner jetzt?</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add a Folder with Pictures</source>
        <translation>Ordner mit Bildern hinzufügen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryPreferencesPage</name>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Other folders with pictures</source>
        <translation>Weitere Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Add a Folder with Pictures</source>
        <translation>Ordner mit Bildern hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Other folders with pictures</source>
        <translation>&amp;Weitere Ordner mit Bildern</translation>
    </message>
    <message>
        <source>They are listed beside the pictures folder, and watched</source>
        <translation>Sie werden neben dem Bilderordner gelistet und beobachtet</translation>
    </message>
    <message>
        <source>Room for &amp;small pictures</source>
        <translation>&amp;Platz für Miniaturbilder</translation>
    </message>
    <message>
        <source>What was not looked at for longest is dropped, and made again when it is needed</source>
        <translation>Was am längsten nicht angesehen wurde, wird verworfen und bei Bedarf neu erzeugt</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Clear Small &amp;Pictures</source>
        <translation>&amp;Miniaturbilder löschen</translation>
    </message>
    <message>
        <source>They are made again when they are needed</source>
        <translation>Bei Bedarf werden sie neu erzeugt</translation>
    </message>
    <message>
        <source>They take %1 now.</source>
        <translation>Sie belegen jetzt %1.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GeneralPage</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Sprache des Fensters</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>A change of the language takes effect with the next start.</source>
        <translation>Eine Änderung der Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>&amp;Start Calotype Anew</source>
        <translation>Calotype neu &amp;starten</translation>
    </message>
    <message>
        <source>Close the window and open it in the chosen language; the queue and all settings are kept</source>
        <translation>Das Fenster schließen und in der gewählten Sprache öffnen; die Warteschlange und alle Einstellungen bleiben erhalten</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Design</translation>
    </message>
    <message>
        <source>Colours of the window</source>
        <translation>Farben des Fensters</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>&amp;Notify when pictures are done</source>
        <translation>&amp;Benachrichtigen, wenn Bilder fertig sind</translation>
    </message>
    <message>
        <source>By the desktop’s notifications, where another window is the active one</source>
        <translation>Über die Benachrichtigungen der Arbeitsumgebung, wenn ein anderes Fenster aktiv ist</translation>
    </message>
    <message>
        <source>&amp;Play a sound when the queue is done and the window is not in front</source>
        <translation>&amp;Ton abspielen, wenn alles fertig und das Fenster nicht vorn ist</translation>
    </message>
    <message>
        <source>The desktop’s own sound for what is done, or else its bell</source>
        <translation>Mit dem Ton der Arbeitsumgebung für Fertiges, sonst mit ihrem Signalton</translation>
    </message>
    <message>
        <source>&amp;Ask before moving pictures to the trash</source>
        <translation>&amp;Nachfragen, bevor Bilder in den Papierkorb kommen</translation>
    </message>
    <message>
        <source>Undo brings them back in any case</source>
        <translation>Rückgängig machen holt sie in jedem Fall zurück</translation>
    </message>
    <message>
        <source>&amp;Bring back the last prompt and settings at the next start</source>
        <translation>Prompt und Einstellungen beim nächsten Start &amp;wiederherstellen</translation>
    </message>
    <message>
        <source>And the start image; otherwise each start begins with an empty prompt and the model’s defaults. The queue and the gallery stay in any case</source>
        <translation>Auch das Startbild; sonst beginnt jeder Start mit leerem Prompt und den Vorgaben des Modells. Warteschlange und Galerie bleiben in jedem Fall</translation>
    </message>
</context>
<context>
    <name>calotype::ui::GenerationController</name>
    <message>
        <source>No model is chosen: pick one, or open a model file.</source>
        <translation>Kein Modell ist ausgewählt: Wählen Sie eines aus oder öffnen Sie eine Modelldatei.</translation>
    </message>
    <message>
        <source>Nothing was added to the queue, as the start image did not come.</source>
        <translation>Nichts kam in die Warteschlange, weil das Startbild ausblieb.</translation>
    </message>
    <message>
        <source>The queue is paused, and this waits in it. %1</source>
        <translation>Die Warteschlange ist angehalten, und dies wartet darin. %1</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ImageView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Preview of %1 × %2 pixels, at %3 %</source>
        <translation>Vorschau von %1 × %2 Pixeln, bei %3 %</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, at %3 %</source>
        <translation>%1 × %2 Pixel, bei %3 %</translation>
    </message>
</context>
<context>
    <name>calotype::ui::InfoDock</name>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>What the picture says of its making</source>
        <translation>Was das Bild über seine Entstehung sagt</translation>
    </message>
    <message>
        <source>Thumbnail</source>
        <translation>Miniaturbild</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Use All</source>
        <translation>Alles verwenden</translation>
    </message>
    <message>
        <source>Use all</source>
        <translation>Alles verwenden</translation>
    </message>
    <message>
        <source>Bring back everything that made this picture, as far as Calotype can</source>
        <translation>Alles übernehmen, womit dieses Bild entstanden ist, soweit Calotype es kann</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy all fields as text</source>
        <translation>Alle Felder als Text kopieren</translation>
    </message>
    <message>
        <source>Choose a picture to see how it was made.</source>
        <translation>Wählen Sie ein Bild aus, um zu sehen, wie es entstanden ist.</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>This picture does not say how it was made.</source>
        <translation>Dieses Bild sagt nicht, wie es entstanden ist.</translation>
    </message>
    <message>
        <source>Written by %1</source>
        <translation>Geschrieben von %1</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>Entstanden aus</translation>
    </message>
    <message>
        <source>Picture %1…</source>
        <translation>Bild %1 …</translation>
    </message>
    <message>
        <source>Open the picture that this one was made from, %1</source>
        <translation>Das Bild öffnen, aus dem dieses entstanden ist, %1</translation>
    </message>
    <message>
        <source>Open the picture that this one was made from</source>
        <translation>Das Bild öffnen, aus dem dieses entstanden ist</translation>
    </message>
</context>
<context>
    <name>calotype::ui::InitImage</name>
    <message>
        <source>The start image with the painted mask was replaced.</source>
        <translation>Das Startbild mit der gemalten Maske wurde ersetzt.</translation>
    </message>
    <message>
        <source>The mask was cleared.</source>
        <translation>Die Maske wurde geleert.</translation>
    </message>
    <message>
        <source>The start image and its mask were taken away.</source>
        <translation>Das Startbild und seine Maske wurden entfernt.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::InitImageWell</name>
    <message>
        <source>Take the start image away</source>
        <translation>Startbild entfernen</translation>
    </message>
    <message>
        <source>Take the start image away (Delete)</source>
        <translation>Startbild entfernen (Entf)</translation>
    </message>
    <message>
        <source>Drop, paste or choose a picture</source>
        <translation>Bild ablegen, einfügen oder auswählen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
</context>
<context>
    <name>calotype::ui::LogViewer</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>There is nothing in the log yet.</source>
        <translation>Im Protokoll steht noch nichts.</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Zeigen</translation>
    </message>
    <message>
        <source>Which lines are shown</source>
        <translation>Welche Zeilen gezeigt werden</translation>
    </message>
</context>
<context>
    <name>calotype::ui::MainWindow</name>
    <message>
        <source>Calotype</source>
        <translation>Calotype</translation>
    </message>
    <message>
        <source>Settings and start image are those of the result now.</source>
        <translation>Einstellungen und Startbild sind jetzt die des Ergebnisses.</translation>
    </message>
    <message>
        <source>Other settings have taken the place of yours.</source>
        <translation>Andere Einstellungen stehen jetzt anstelle Ihrer eigenen.</translation>
    </message>
    <message>
        <source>The diagnostics are on the clipboard.</source>
        <translation>Die Diagnose liegt in der Zwischenablage.</translation>
    </message>
    <message>
        <source>“%1” is in the gallery already.</source>
        <translation>„%1“ ist schon in der Galerie.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ManagerRunner</name>
    <message>
        <source>What was kept of the half-made picture cannot be used, so the picture is begun anew.</source>
        <translation>Was vom halb fertigen Bild aufbewahrt war, ist nicht brauchbar; das Bild wird von vorn begonnen.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::MaskDocument</name>
    <message>
        <source>Invert mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <source>Erase mask</source>
        <translation>Maske radieren</translation>
    </message>
    <message>
        <source>Paint mask</source>
        <translation>Maske malen</translation>
    </message>
    <message>
        <source>Clear mask</source>
        <translation>Maske leeren</translation>
    </message>
</context>
<context>
    <name>calotype::ui::MaskEditor</name>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Picture to paint the mask on</source>
        <translation>Bild, auf das die Maske gemalt wird</translation>
    </message>
    <message>
        <source>The arrow keys move the brush, Space paints.</source>
        <translation>Die Pfeiltasten bewegen den Pinsel, die Leertaste malt.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Go back; the mask stays (Escape)</source>
        <translation>Zurück; die Maske bleibt (Esc)</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Mark what is to be made anew (B)</source>
        <translation>Markieren, was neu entstehen soll (B)</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Take marks away (E, or the right mouse button)</source>
        <translation>Markierung entfernen (E oder rechte Maustaste)</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>How wide the brush is, in pixels ([ and ], or Ctrl and the wheel)</source>
        <translation>Wie breit der Pinsel ist, in Pixeln ([ und ] oder Strg und Mausrad)</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>Weichheit</translation>
    </message>
    <message>
        <source>How far the brush fades towards its edge</source>
        <translation>Wie weit der Pinsel zum Rand hin ausläuft</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Mark what is not marked, and the other way round (I)</source>
        <translation>Markieren, was nicht markiert ist, und umgekehrt (I)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Mark nothing (Delete)</source>
        <translation>Nichts markieren (Entf)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the last stroke (Ctrl+Z)</source>
        <translation>Den letzten Strich zurücknehmen (Strg+Z)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo what was undone (Ctrl+Shift+Z)</source>
        <translation>Zurückgenommenes wiederholen (Strg+Umschalt+Z)</translation>
    </message>
</context>
<context>
    <name>calotype::ui::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>No message</source>
        <translation>Keine Meldung</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Copy the message and what lies behind it</source>
        <translation>Die Meldung und ihre Hintergründe kopieren</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ModelList</name>
    <message>
        <source>inpainting</source>
        <translation>Inpainting</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ModelOptionsPicker</name>
    <message>
        <source>Model options</source>
        <translation>Modelloptionen</translation>
    </message>
    <message>
        <source>What the model’s file does not tell, or tells wrongly; it counts for this model alone</source>
        <translation>Was die Datei des Modells nicht oder falsch angibt; gilt nur für dieses Modell</translation>
    </message>
    <message>
        <source>Predicts</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>What the network was trained to predict: choose another where pictures are noise</source>
        <translation>Was das Netz vorherzusagen gelernt hat: anders wählen, wenn Bilder nur Rauschen sind</translation>
    </message>
    <message>
        <source>The model’s own</source>
        <translation>Das des Modells</translation>
    </message>
    <message>
        <source>Choose a VAE file</source>
        <translation>Eine VAE-Datei wählen</translation>
    </message>
    <message>
        <source>Take the model’s own VAE</source>
        <translation>Das eigene VAE des Modells nehmen</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>As the model says</source>
        <translation>Wie im Modell angegeben</translation>
    </message>
    <message>
        <source>The noise (epsilon)</source>
        <translation>Das Rauschen (Epsilon)</translation>
    </message>
    <message>
        <source>The velocity (v)</source>
        <translation>Die Geschwindigkeit (v)</translation>
    </message>
    <message>
        <source>The picture (sample)</source>
        <translation>Das Bild (Sample)</translation>
    </message>
    <message>
        <source>What turns latents into the picture, where it is another than the model’s own</source>
        <translation>Was aus Latents das Bild macht, wenn es ein anderes als das eigene des Modells ist</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ModelPicker</name>
    <message>
        <source>More ways to a model</source>
        <translation>Weitere Wege zu einem Modell</translation>
    </message>
    <message>
        <source>Open a model file, the models folder, or look again</source>
        <translation>Eine Modelldatei oder den Modellordner öffnen oder neu suchen</translation>
    </message>
    <message>
        <source>Mode&amp;l</source>
        <translation>Model&amp;l</translation>
    </message>
    <message>
        <source>The model that makes the picture</source>
        <translation>Das Modell, das das Bild erzeugt</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>Modelle werden gesucht …</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Folders with models</source>
        <translation>Ordner mit Modellen</translation>
    </message>
    <message>
        <source>Add a Folder with Models</source>
        <translation>Ordner mit Modellen hinzufügen</translation>
    </message>
    <message>
        <source>Set by CALOTYPE_MODELS_DIR in the environment.</source>
        <translation>Durch CALOTYPE_MODELS_DIR in der Umgebung festgelegt.</translation>
    </message>
    <message>
        <source>The program’s own folder.</source>
        <translation>Der eigene Ordner des Programms.</translation>
    </message>
    <message>
        <source>Folders are looked through from the top. Of two models with one name, the first keeps it; the other is known by its path.</source>
        <translation>Die Ordner werden von oben nach unten durchsucht. Von zwei Modellen gleichen Namens behält ihn das erste; das andere wird nach seinem Pfad benannt.</translation>
    </message>
    <message>
        <source>&amp;Look Again</source>
        <translation>&amp;Neu suchen</translation>
    </message>
    <message>
        <source>Look for models again</source>
        <translation>Noch einmal nach Modellen suchen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::OutputPage</name>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>&amp;Subfolders</source>
        <translation>&amp;Unterordner</translation>
    </message>
    <message>
        <source>Whether each day has a folder of its own</source>
        <translation>Ob jeder Tag einen eigenen Ordner hat</translation>
    </message>
    <message>
        <source>One for each day</source>
        <translation>Einer für jeden Tag</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>F&amp;ormat</translation>
    </message>
    <message>
        <source>The kind of file that pictures are written as</source>
        <translation>Die Art von Datei, als die Bilder gespeichert werden</translation>
    </message>
    <message>
        <source>PNG: nothing is lost</source>
        <translation>PNG: verlustfrei</translation>
    </message>
    <message>
        <source>JPEG: smaller</source>
        <translation>JPEG: kleiner</translation>
    </message>
    <message>
        <source>WebP: smaller still</source>
        <translation>WebP: noch kleiner</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>&amp;Qualität</translation>
    </message>
    <message>
        <source>Of JPEG and WebP: 100 is the best, and the largest</source>
        <translation>Für JPEG und WebP: 100 ist die beste und die größte</translation>
    </message>
    <message>
        <source>&amp;Write what made the picture into its file</source>
        <translation>&amp;Entstehung des Bildes in seine Datei schreiben</translation>
    </message>
    <message>
        <source>Prompt, seed, model and settings. Without them a picture cannot be made again, nor searched for by its words</source>
        <translation>Prompt, Seed, Modell und Einstellungen. Ohne sie kann ein Bild weder noch einmal erzeugt noch nach seinem Text gesucht werden</translation>
    </message>
    <message>
        <source>Pictures &amp;folder</source>
        <translation>&amp;Bilderordner</translation>
    </message>
    <message>
        <source>Where pictures are saved; press to choose another</source>
        <translation>Wo Bilder gespeichert werden; drücken, um einen anderen auszuwählen</translation>
    </message>
    <message>
        <source>Choose the Pictures Folder</source>
        <translation>Bilderordner auswählen</translation>
    </message>
    <message>
        <source>File &amp;name</source>
        <translation>Datei&amp;name</translation>
    </message>
    <message>
        <source>May have %1</source>
        <translation>Darf enthalten: %1</translation>
    </message>
    <message>
        <source>Words in braces are filled in: %1.</source>
        <translation>Wörter in geschweiften Klammern werden ausgefüllt: %1.</translation>
    </message>
    <message>
        <source>There is no {%1}; take it out of the name.</source>
        <translation>{%1} gibt es nicht; nehmen Sie es aus dem Namen.</translation>
    </message>
    <message>
        <source>a fern in the morning light</source>
        <translation>ein Farn im Morgenlicht</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>Zum Beispiel: %1</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PictureLoader</name>
    <message>
        <source>Memory ran out while the picture was read; close other programs.</source>
        <translation>Beim Lesen des Bildes ging der Speicher aus; schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The picture needs more memory than there is; close other programs.</source>
        <translation>Das Bild braucht mehr Speicher, als da ist; schließen Sie andere Programme.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PictureSaver</name>
    <message>
        <source>The picture could not be saved; copy it to keep it.</source>
        <translation>Das Bild konnte nicht gespeichert werden; kopieren Sie es, um es zu behalten.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PictureStrip</name>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PlacementDialog</name>
    <message>
        <source>Place the Start Image</source>
        <translation>Startbild einpassen</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>&amp;Füllen</translation>
    </message>
    <message>
        <source>The largest part in the middle</source>
        <translation>Der größte Teil in der Mitte</translation>
    </message>
    <message>
        <source>Fi&amp;t</source>
        <translation>Ein&amp;passen</translation>
    </message>
    <message>
        <source>All of the picture; what is left free is painted anew</source>
        <translation>Das ganze Bild; was frei bleibt, wird neu gemalt</translation>
    </message>
    <message>
        <source>&amp;Crop</source>
        <translation>&amp;Zuschneiden</translation>
    </message>
    <message>
        <source>What the frame holds; drag it outward to have more painted around the picture</source>
        <translation>Was der Rahmen fasst; ziehen Sie ihn nach außen, um rings um das Bild mehr malen zu lassen</translation>
    </message>
    <message>
        <source>&amp;Use Picture</source>
        <translation>Bild &amp;verwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Make It in the Picture’s &amp;Own Size (%1 × %2)</source>
        <translation>In der &amp;eigenen Größe des Bildes erzeugen (%1 × %2)</translation>
    </message>
    <message>
        <source>What shall be taken of the picture?</source>
        <translation>Was soll vom Bild übernommen werden?</translation>
    </message>
    <message>
        <source>The picture has another shape than %1 × %2. What shall be taken of it?</source>
        <translation>Das Bild hat ein anderes Format als %1 × %2. Was soll davon übernommen werden?</translation>
    </message>
    <message>
        <source>Takes %1 × %2 of %3 × %4 pixels.</source>
        <translation>Nimmt %1 × %2 von %3 × %4 Pixeln.</translation>
    </message>
    <message>
        <source>The hatched part is masked, and painted anew.</source>
        <translation>Der schraffierte Teil wird maskiert und neu gemalt.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PlacementView</name>
    <message>
        <source>Picture and frame</source>
        <translation>Bild und Rahmen</translation>
    </message>
    <message>
        <source>The arrow keys move the frame, plus and minus scale it.</source>
        <translation>Die Pfeiltasten bewegen den Rahmen, Plus und Minus skalieren ihn.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PreferencePage</name>
    <message>
        <source>&amp;Restore This Page</source>
        <translation>Diese Seite &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Bring this page’s preferences back to what they were at first</source>
        <translation>Die Einstellungen dieser Seite auf den ersten Stand zurückbringen</translation>
    </message>
    <message>
        <source>Set by %1 on the command line; start without it to choose here.</source>
        <translation>Durch %1 auf der Befehlszeile festgelegt; starten Sie ohne diese Option, um hier zu wählen.</translation>
    </message>
    <message>
        <source>Set by %1 in the environment; start without it to choose here.</source>
        <translation>Durch %1 in der Umgebung festgelegt; starten Sie ohne diese Variable, um hier zu wählen.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::Preferences</name>
    <message>
        <source>“%1” is no value for %2, which does not count.</source>
        <translation>„%1“ ist kein Wert für %2; die Angabe zählt nicht.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the preferences</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PreviewPage</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation>&amp;Vorschau</translation>
    </message>
    <message>
        <source>What is shown while a picture is being made</source>
        <translation>Was gezeigt wird, während ein Bild entsteht</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Fast colours</source>
        <translation>Schnelle Farben</translation>
    </message>
    <message>
        <source>TAESD where a decoder is present</source>
        <translation>TAESD, wo ein Decoder vorhanden ist</translation>
    </message>
    <message>
        <source>TAESD shows more than fast colours, and takes longer. It needs its decoder in the models folder (%1): taesd, or taesdxl for SDXL; without it, fast colours are shown.</source>
        <translation>TAESD zeigt mehr als schnelle Farben und dauert länger. Es braucht seinen Decoder im Modellordner (%1): taesd oder, für SDXL, taesdxl; ohne ihn werden schnelle Farben gezeigt.</translation>
    </message>
    <message>
        <source>&amp;Every … steps</source>
        <translation>Alle … &amp;Schritte</translation>
    </message>
    <message>
        <source>Steps from one preview to the next</source>
        <translation>Schritte von einer Vorschau zur nächsten</translation>
    </message>
    <message>
        <source>At &amp;most … a second</source>
        <translation>&amp;Höchstens … je Sekunde</translation>
    </message>
    <message>
        <source>Fewer previews leave more time for the picture</source>
        <translation>Weniger Vorschauen lassen mehr Zeit für das Bild</translation>
    </message>
    <message>
        <source>As many as there are steps</source>
        <translation>So viele wie Schritte</translation>
    </message>
    <message>
        <source>This counts from the next picture on.</source>
        <translation>Dies gilt ab dem nächsten Bild.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PreviousSettings</name>
    <message>
        <source>Previous &amp;Settings</source>
        <translation>&amp;Vorherige Einstellungen</translation>
    </message>
    <message>
        <source>Go back to the prompt and the settings from before those of a picture or a preset were used</source>
        <translation>Zum Prompt und zu den Einstellungen zurückkehren, die galten, bevor die eines Bildes oder einer Voreinstellung verwendet wurden</translation>
    </message>
</context>
<context>
    <name>calotype::ui::PromptLinesDialog</name>
    <message>
        <source>Generate Several</source>
        <translation>Mehrere erzeugen</translation>
    </message>
    <message>
        <source>Prompts, one a line</source>
        <translation>Prompts, einer je Zeile</translation>
    </message>
    <message>
        <source>&amp;Prompts, one a line</source>
        <translation>&amp;Prompts, einer je Zeile</translation>
    </message>
    <message>
        <source>Add to &amp;Queue</source>
        <translation>In die &amp;Warteschlange</translation>
    </message>
    <message numerus="yes">
        <source>%Ln prompt(s)</source>
        <translation>
            <numerusform>%Ln Prompt</numerusform>
            <numerusform>%Ln Prompts</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) of each</source>
        <translation>
            <numerusform>%Ln Bild von jedem</numerusform>
            <numerusform>%Ln Bilder von jedem</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::PromptPanel</name>
    <message>
        <source>Pr&amp;ompt</source>
        <translation>Pr&amp;ompt</translation>
    </message>
    <message>
        <source>What the picture shows</source>
        <translation>Was das Bild zeigt</translation>
    </message>
    <message>
        <source>&amp;Negative prompt</source>
        <translation>&amp;Negativer Prompt</translation>
    </message>
    <message>
        <source>What the picture should not show; counts with a guidance above 1</source>
        <translation>Was das Bild nicht zeigen soll; zählt bei einer Guidance-Skala über 1</translation>
    </message>
    <message>
        <source>What to show, and how</source>
        <translation>Was zu sehen sein soll, und wie</translation>
    </message>
    <message>
        <source>What to keep out</source>
        <translation>Was fernbleiben soll</translation>
    </message>
    <message>
        <source>Ctrl+Space completes a word as it was used before, Alt+Up brings a prompt back</source>
        <translation>Strg+Leertaste ergänzt ein Wort, wie es schon gebraucht wurde, Alt+Hoch holt einen Prompt zurück</translation>
    </message>
    <message>
        <source>Plain prompts</source>
        <translation>Schlichte Prompts</translation>
    </message>
    <message>
        <source>Weights and schedules (as in A1111)</source>
        <translation>Gewichte und Abläufe (wie in A1111)</translation>
    </message>
    <message>
        <source>Prompt syntax</source>
        <translation>Prompt-Syntax</translation>
    </message>
    <message>
        <source>Plain prompts are read as they stand, up to 75 tokens. With weights, (word:1.2) counts more and [word] less, [this:that:0.5] changes midway, BREAK and AND part a prompt, and it may be longer. Ctrl+Up and Ctrl+Down change a weight.</source>
        <translation>Schlichte Prompts werden gelesen, wie sie dastehen, bis zu 75 Token. Mit Gewichten zählt (Wort:1.2) mehr und [Wort] weniger, [dies:das:0.5] wechselt auf halbem Weg, BREAK und AND teilen einen Prompt, und er darf länger sein. Strg+Hoch und Strg+Runter ändern ein Gewicht.</translation>
    </message>
    <message>
        <source>St&amp;yles…</source>
        <translation>Stile &amp;wählen …</translation>
    </message>
    <message>
        <source>Styles and presets</source>
        <translation>Stile und Voreinstellungen</translation>
    </message>
    <message>
        <source>Use or save a style of prompt, or a preset of settings</source>
        <translation>Einen Prompt-Stil oder eine Voreinstellung verwenden oder speichern</translation>
    </message>
    <message>
        <source>Weights count with “%1”.</source>
        <translation>Gewichte zählen mit „%1“.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::QueueActions</name>
    <message>
        <source>&amp;Pause Queue</source>
        <translation>Warteschlange &amp;anhalten</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Go on with the job where it stopped, before all that wait</source>
        <translation>Den Auftrag dort fortsetzen, wo er stehen blieb, vor allen wartenden</translation>
    </message>
    <message>
        <source>&amp;Begin Anew</source>
        <translation>&amp;Neu beginnen</translation>
    </message>
    <message>
        <source>Make the half-made picture again from its first step; pictures that are done are kept</source>
        <translation>Das halb fertige Bild vom ersten Schritt an neu erzeugen; fertige Bilder bleiben erhalten</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Make the whole job again, after all that wait</source>
        <translation>Den ganzen Auftrag noch einmal ausführen, nach allen wartenden</translation>
    </message>
    <message>
        <source>To the &amp;Front</source>
        <translation>Ganz nach &amp;vorn</translation>
    </message>
    <message>
        <source>Make it next</source>
        <translation>Als Nächstes ausführen</translation>
    </message>
    <message>
        <source>Move &amp;Up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Make it sooner by one job</source>
        <translation>Um einen Auftrag früher ausführen</translation>
    </message>
    <message>
        <source>Move &amp;Down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>Make it later by one job</source>
        <translation>Um einen Auftrag später ausführen</translation>
    </message>
    <message>
        <source>To the &amp;End</source>
        <translation>Ganz ans &amp;Ende</translation>
    </message>
    <message>
        <source>Make it last</source>
        <translation>Als Letztes ausführen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>Abbre&amp;chen</translation>
    </message>
    <message>
        <source>Do not make it; pictures that are done are kept</source>
        <translation>Nicht ausführen; fertige Bilder bleiben erhalten</translation>
    </message>
    <message>
        <source>Cancel &amp;All</source>
        <translation>Alle ab&amp;brechen</translation>
    </message>
    <message>
        <source>Cancel the running job and all that wait</source>
        <translation>Den laufenden Auftrag und alle wartenden abbrechen</translation>
    </message>
    <message>
        <source>C&amp;lear Ended</source>
        <translation>Been&amp;dete entfernen</translation>
    </message>
    <message>
        <source>Take the done, failed and cancelled jobs off this list; their pictures stay</source>
        <translation>Fertige, fehlgeschlagene und abgebrochene Aufträge aus der Liste nehmen; ihre Bilder bleiben</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Start no other job when the running one has ended</source>
        <translation>Nach dem laufenden Auftrag keinen weiteren beginnen</translation>
    </message>
    <message>
        <source>O&amp;pen Again</source>
        <translation>Erneut &amp;öffnen</translation>
    </message>
    <message>
        <source>Try to open the queue again</source>
        <translation>Noch einmal versuchen, die Warteschlange zu öffnen</translation>
    </message>
    <message>
        <source>Resume &amp;Queue</source>
        <translation>Warte&amp;schlange fortsetzen</translation>
    </message>
    <message>
        <source>Make what waits</source>
        <translation>Wartendes ausführen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::QueueButton</name>
    <message>
        <source>Queue (%1)</source>
        <translation>Warteschlange (%1)</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message numerus="yes">
        <source>Queue, %Ln waiting</source>
        <translation>
            <numerusform>Warteschlange, %Ln wartet</numerusform>
            <numerusform>Warteschlange, %Ln warten</numerusform>
        </translation>
    </message>
    <message>
        <source>What waits to be made</source>
        <translation>Was noch zu erzeugen ist</translation>
    </message>
    <message>
        <source>What waits to be made (%1)</source>
        <translation>Was noch zu erzeugen ist (%1)</translation>
    </message>
</context>
<context>
    <name>calotype::ui::QueueDock</name>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>What to do with the queue</source>
        <translation>Was mit der Warteschlange geschehen soll</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Why the queue is paused</source>
        <translation>Warum die Warteschlange angehalten ist</translation>
    </message>
    <message>
        <source>The queue is not paused</source>
        <translation>Die Warteschlange ist nicht angehalten</translation>
    </message>
    <message>
        <source>The queue could not be opened. %1</source>
        <translation>Die Warteschlange konnte nicht geöffnet werden. %1</translation>
    </message>
    <message>
        <source>Opening the queue …</source>
        <translation>Warteschlange wird geöffnet …</translation>
    </message>
    <message>
        <source>Nothing is queued. What you generate waits here until it is made, also when Calotype is closed meanwhile.</source>
        <translation>Nichts wartet. Was Sie in Auftrag geben, wartet hier, bis es erzeugt ist, auch wenn Calotype inzwischen geschlossen wird.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::QueueList</name>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
</context>
<context>
    <name>calotype::ui::QueueModel</name>
    <message>
        <source>%1. %2. Model %3</source>
        <translation>%1. %2. Modell %3</translation>
    </message>
</context>
<context>
    <name>calotype::ui::QueueWords</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln Bild</numerusform>
            <numerusform>%Ln Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln picture(s) done</source>
        <translation>
            <numerusform>%1 von %Ln Bild fertig</numerusform>
            <numerusform>%1 von %Ln Bildern fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>one picture half made</source>
        <translation>ein Bild halb fertig</translation>
    </message>
    <message>
        <source>half made</source>
        <translation>halb fertig</translation>
    </message>
    <message>
        <source>Interrupted when Calotype ended</source>
        <translation>Unterbrochen, als Calotype endete</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Hält an …</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation>(kein Prompt)</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>the reason is not known</source>
        <translation>der Grund ist nicht bekannt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>You paused the queue: the running job ends first. Press “Resume Queue” to go on.</source>
        <translation>Sie haben die Warteschlange angehalten: Der laufende Auftrag endet zuerst. Mit „Warteschlange fortsetzen“ geht es weiter.</translation>
    </message>
    <message>
        <source>You paused the queue. Press “Resume Queue” to go on.</source>
        <translation>Sie haben die Warteschlange angehalten. Mit „Warteschlange fortsetzen“ geht es weiter.</translation>
    </message>
    <message>
        <source>Calotype ended unexpectedly, so the queue waits. Choose the interrupted job and press “Go On” or “Begin Anew”, or press “Resume Queue” to go on with all.</source>
        <translation>Calotype wurde unerwartet beendet, darum wartet die Warteschlange. Wählen Sie den unterbrochenen Auftrag aus und drücken Sie „Fortsetzen“ oder „Neu beginnen“, oder setzen Sie mit „Warteschlange fortsetzen“ alles fort.</translation>
    </message>
    <message>
        <source>You stopped the queue. Press “Resume Queue” to make what still waits.</source>
        <translation>Sie haben die Warteschlange gestoppt. „Warteschlange fortsetzen“ führt aus, was noch wartet.</translation>
    </message>
    <message>
        <source>%1 “Resume Queue” tries again.</source>
        <translation>%1 „Warteschlange fortsetzen“ versucht es erneut.</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln läuft</numerusform>
            <numerusform>%Ln laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln wartet</numerusform>
            <numerusform>%Ln warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln fehlgeschlagen</numerusform>
            <numerusform>%Ln fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Queue – %1</source>
        <translation>Warteschlange – %1</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ResultActions</name>
    <message>
        <source>&amp;Copy Image</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy the picture, and its file, to the clipboard</source>
        <translation>Das Bild und seine Datei in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Seed</source>
        <translation>See&amp;d kopieren</translation>
    </message>
    <message>
        <source>Copy the picture’s seed</source>
        <translation>Den Seed des Bildes kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Prompt</source>
        <translation>P&amp;rompt kopieren</translation>
    </message>
    <message>
        <source>Copy the picture’s prompt</source>
        <translation>Den Prompt des Bildes kopieren</translation>
    </message>
    <message>
        <source>&amp;Use Settings</source>
        <translation>&amp;Einstellungen verwenden</translation>
    </message>
    <message>
        <source>Bring back everything that made this picture, with its seed</source>
        <translation>Alles übernehmen, womit dieses Bild entstanden ist, mit seinem Seed</translation>
    </message>
    <message>
        <source>Use as Start &amp;Image</source>
        <translation>Als Start&amp;bild verwenden</translation>
    </message>
    <message>
        <source>Start the next picture from this one</source>
        <translation>Das nächste Bild von diesem ausgehen lassen</translation>
    </message>
    <message>
        <source>Show in &amp;Finder</source>
        <translation>Im &amp;Finder zeigen</translation>
    </message>
    <message>
        <source>Show in &amp;Folder</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>Show the picture’s file where it lies</source>
        <translation>Die Datei des Bildes zeigen, wo sie liegt</translation>
    </message>
    <message>
        <source>Start image of the result</source>
        <translation>Startbild des Ergebnisses</translation>
    </message>
    <message>
        <source>Result with seed %1</source>
        <translation>Ergebnis mit Seed %1</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ResultsModel</name>
    <message>
        <source>The picture in the making</source>
        <translation>Das entstehende Bild</translation>
    </message>
    <message>
        <source>Picture with seed %1: %2</source>
        <translation>Bild mit Seed %1: %2</translation>
    </message>
    <message>
        <source>%1 × %2, seed %3</source>
        <translation>%1 × %2, Seed %3</translation>
    </message>
    <message>
        <source>Being saved…</source>
        <translation>Wird gespeichert …</translation>
    </message>
</context>
<context>
    <name>calotype::ui::RunForecast</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>The disk that pictures are saved on is full; make room there, then generate again.</source>
        <translation>Der Datenträger, auf dem Bilder gespeichert werden, ist voll; schaffen Sie dort Platz und erzeugen Sie dann erneut.</translation>
    </message>
    <message>
        <source>%1 (going by another size)</source>
        <translation>%1 (nach einer anderen Größe geschätzt)</translation>
    </message>
    <message>
        <source>%1 of memory</source>
        <translation>%1 Speicher</translation>
    </message>
    <message>
        <source>%1 on the disk</source>
        <translation>%1 auf der Platte</translation>
    </message>
    <message>
        <source>About %1</source>
        <translation>Etwa %1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>calotype::ui::SamplerPicker</name>
    <message>
        <source>P&amp;reset</source>
        <translation>&amp;Voreinstellung</translation>
    </message>
    <message>
        <source>A proven pair of sampler and schedule</source>
        <translation>Ein bewährtes Paar aus Sampler und Schedule</translation>
    </message>
    <message>
        <source>S&amp;ampler</source>
        <translation>Sam&amp;pler</translation>
    </message>
    <message>
        <source>How each step is taken</source>
        <translation>Wie jeder Schritt berechnet wird</translation>
    </message>
    <message>
        <source>&amp;Schedule</source>
        <translation>S&amp;chedule</translation>
    </message>
    <message>
        <source>Where the noise levels of the steps lie</source>
        <translation>Wo die Rauschstufen der Schritte liegen</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Benutzerdefiniert</translation>
    </message>
    <message>
        <source>The sampler and schedule below</source>
        <translation>Sampler und Schedule darunter</translation>
    </message>
    <message>
        <source>%1 ★</source>
        <translation>%1 ★</translation>
    </message>
    <message>
        <source>Model’s own</source>
        <translation>Vom Modell</translation>
    </message>
    <message>
        <source>The sampler that the model’s configuration names</source>
        <translation>Der Sampler, den die Konfiguration des Modells nennt</translation>
    </message>
    <message>
        <source>%1–%2 steps · best for %3</source>
        <translation>%1–%2 Schritte · gut für %3</translation>
    </message>
</context>
<context>
    <name>calotype::ui::SavedList</name>
    <message>
        <source>“%1” cannot be read, so its list is empty; a copy of it is kept when the list is saved.</source>
        <translation>„%1“ kann nicht gelesen werden, darum ist die Liste leer; beim Speichern der Liste bleibt eine Kopie davon erhalten.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::SeedPicker</name>
    <message>
        <source>Random</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Draw one for each run</source>
        <translation>Für jeden Lauf einen ziehen</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>Fest</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Diesen behalten</translation>
    </message>
    <message>
        <source>Increment</source>
        <translation>Hochzählen</translation>
    </message>
    <message>
        <source>Go on with the one behind the last picture’s</source>
        <translation>Mit dem weitermachen, der auf den des letzten Bildes folgt</translation>
    </message>
    <message>
        <source>Decrement</source>
        <translation>Herunterzählen</translation>
    </message>
    <message>
        <source>Go back by as many as there are pictures</source>
        <translation>Um so viele zurückgehen, wie es Bilder sind</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>&amp;Seed</translation>
    </message>
    <message>
        <source>Number from 0 to 4294967295 that the picture’s noise is drawn from</source>
        <translation>Zahl von 0 bis 4294967295, aus der das Rauschen des Bildes gezogen wird</translation>
    </message>
    <message>
        <source>Ne&amp;xt seed</source>
        <translation>N&amp;ächster Seed</translation>
    </message>
    <message>
        <source>What becomes of the seed after each run</source>
        <translation>Was nach jedem Lauf mit dem Seed geschieht</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>Entf&amp;ernen</translation>
    </message>
    <message>
        <source>R&amp;eset</source>
        <translation>Z&amp;urücksetzen</translation>
    </message>
    <message>
        <source>Orders and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>New &amp;key</source>
        <translation>Neue &amp;Taste</translation>
    </message>
    <message>
        <source>Press the new keys for the order</source>
        <translation>Drücken Sie die neuen Tasten für den Befehl</translation>
    </message>
    <message>
        <source>The order has no key any more</source>
        <translation>Der Befehl hat keine Taste mehr</translation>
    </message>
    <message>
        <source>The keys that the order had at first</source>
        <translation>Die Tasten, die der Befehl zuerst hatte</translation>
    </message>
    <message>
        <source>%1 means “%2” already; give that order another key first.</source>
        <translation>%1 steht schon für „%2“; geben Sie jenem Befehl zuerst eine andere Taste.</translation>
    </message>
    <message>
        <source>%1 means “%2” now; give that order another key first.</source>
        <translation>%1 steht jetzt für „%2“; geben Sie jenem Befehl zuerst eine andere Taste.</translation>
    </message>
    <message>
        <source>no keys</source>
        <translation>keine Tasten</translation>
    </message>
</context>
<context>
    <name>calotype::ui::SizePicker</name>
    <message>
        <source>Swap width and height</source>
        <translation>Breite und Höhe tauschen</translation>
    </message>
    <message>
        <source>&amp;Width</source>
        <translation>Brei&amp;te</translation>
    </message>
    <message>
        <source>Width in pixels, a multiple of 8</source>
        <translation>Breite in Pixeln, ein Vielfaches von 8</translation>
    </message>
    <message>
        <source>He&amp;ight</source>
        <translation>&amp;Höhe</translation>
    </message>
    <message>
        <source>Height in pixels, a multiple of 8</source>
        <translation>Höhe in Pixeln, ein Vielfaches von 8</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>Gr&amp;öße</translation>
    </message>
    <message>
        <source>The model’s own size, or a common shape of that area</source>
        <translation>Die eigene Größe des Modells oder ein gängiges Format dieser Fläche</translation>
    </message>
    <message>
        <source>Model’s size (%1 × %2)</source>
        <translation>Modellgröße (%1 × %2)</translation>
    </message>
    <message>
        <source>%1 : %2 (%3 × %4)</source>
        <translation>%1 : %2 (%3 × %4)</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Benutzerdefiniert</translation>
    </message>
</context>
<context>
    <name>calotype::ui::StartImageIntake</name>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>What was brought is no picture that can be read; save it as a file first.</source>
        <translation>Das Gebrachte ist kein lesbares Bild; speichern Sie es zuerst als Datei.</translation>
    </message>
    <message>
        <source>Use the Picture</source>
        <translation>Bild verwenden</translation>
    </message>
    <message>
        <source>“%1” says how it was made. What shall be used of it?</source>
        <translation>„%1“ sagt, wie es entstanden ist. Was soll davon verwendet werden?</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Bild</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Both</source>
        <translation>B&amp;eides</translation>
    </message>
</context>
<context>
    <name>calotype::ui::StartImageKeeper</name>
    <message>
        <source>The mask that was kept of the start image cannot be read; paint it again.</source>
        <translation>Die aufbewahrte Maske des Startbilds kann nicht gelesen werden; malen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The start image that was kept cannot be read; choose it again.</source>
        <translation>Das aufbewahrte Startbild kann nicht gelesen werden; wählen Sie es noch einmal aus.</translation>
    </message>
    <message>
        <source>The start image could not be kept for the next time: make room on the disk.</source>
        <translation>Das Startbild konnte nicht für das nächste Mal behalten werden: Schaffen Sie Platz auf dem Datenträger.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::StartImageTools</name>
    <message>
        <source>Make only the masked part</source>
        <translation>Nur den maskierten Teil erzeugen</translation>
    </message>
    <message>
        <source>Place…</source>
        <translation>Einpassen …</translation>
    </message>
    <message>
        <source>Choose what is taken of the start image</source>
        <translation>Auswählen, was vom Startbild übernommen wird</translation>
    </message>
    <message>
        <source>Paint mask…</source>
        <translation>Maske …</translation>
    </message>
    <message>
        <source>Mark what is to be made anew</source>
        <translation>Markieren, was neu entstehen soll</translation>
    </message>
    <message>
        <source>Clear mask</source>
        <translation>Maske leeren</translation>
    </message>
    <message>
        <source>Mark nothing: all of the picture is made anew</source>
        <translation>Nichts markieren: Das ganze Bild entsteht neu</translation>
    </message>
    <message>
        <source>Only the masked part is made, at the full size, and laid back; the rest of the picture stays as it is</source>
        <translation>Nur der maskierte Teil entsteht, in voller Größe, und wird zurückgelegt; der Rest des Bildes bleibt, wie er ist</translation>
    </message>
    <message>
        <source>How many pixels around the mask are made with it, so that both fit together</source>
        <translation>Wie viele Pixel rings um die Maske mit entstehen, damit beides zusammenpasst</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>Rand</translation>
    </message>
</context>
<context>
    <name>calotype::ui::StatusLine</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation>Prompt wird gelesen</translation>
    </message>
    <message>
        <source>Reading the start image</source>
        <translation>Startbild wird gelesen</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Sampling</translation>
    </message>
    <message>
        <source>Developing the picture</source>
        <translation>Bild wird entwickelt</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Reading the weights</source>
        <translation>Gewichte werden gelesen</translation>
    </message>
    <message>
        <source>Moving the model to the device</source>
        <translation>Modell wird auf das Gerät gebracht</translation>
    </message>
    <message>
        <source>Preparing the model</source>
        <translation>Modell wird vorbereitet</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where the model runs, and its number format</source>
        <translation>Wo das Modell läuft, und sein Zahlenformat</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, picture %2 of %3</source>
        <translation>%1, Bild %2 von %3</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 s/it</source>
        <translation>%1 s/it</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>calotype::ui::StylesPopup</name>
    <message>
        <source>Not: %1</source>
        <translation>Nicht: %1</translation>
    </message>
    <message>
        <source>%1
Not: %2</source>
        <translation>%1
Nicht: %2</translation>
    </message>
    <message>
        <source>U&amp;ndo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Bring back what was deleted</source>
        <translation>Gelöschtes zurückholen</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>&amp;Verwenden</translation>
    </message>
    <message>
        <source>Put the style into the prompt, or the preset into the settings</source>
        <translation>Den Stil in den Prompt oder die Voreinstellung in die Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>Rena&amp;me</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>Give it another name (F2)</source>
        <translation>Anders benennen (F2)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete it (Delete)</source>
        <translation>Löschen (Entf)</translation>
    </message>
    <message>
        <source>Save Prompt as &amp;Style</source>
        <translation>Prompt als &amp;Stil speichern</translation>
    </message>
    <message>
        <source>Keep the prompt and the negative prompt. Write {prompt} in them where the words of another prompt go; else they come behind it.</source>
        <translation>Den Prompt und den negativen Prompt behalten. Schreiben Sie {prompt} an die Stelle, an der der Text eines anderen Prompts stehen soll; sonst kommen sie dahinter.</translation>
    </message>
    <message>
        <source>Save Ne&amp;gative as Style</source>
        <translation>&amp;Negativen Prompt als Stil speichern</translation>
    </message>
    <message>
        <source>Keep the negative prompt alone; it goes with any prompt</source>
        <translation>Nur den negativen Prompt behalten; er passt zu jedem Prompt</translation>
    </message>
    <message>
        <source>Save Settings as &amp;Preset</source>
        <translation>Als V&amp;oreinstellung speichern</translation>
    </message>
    <message>
        <source>Keep sampler, schedule, steps, guidance, size, clip skip and the prompt’s syntax</source>
        <translation>Sampler, Schedule, Schritte, Guidance-Skala, Größe, Clip-Skip und Prompt-Syntax behalten</translation>
    </message>
    <message>
        <source>Styles and presets</source>
        <translation>Stile und Voreinstellungen</translation>
    </message>
    <message>
        <source>Search styles and presets</source>
        <translation>Stile und Voreinstellungen suchen</translation>
    </message>
    <message>
        <source>Saved styles and presets</source>
        <translation>Gespeicherte Stile und Voreinstellungen</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>Nothing is saved yet</source>
        <translation>Noch ist nichts gespeichert</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Kein Treffer</translation>
    </message>
    <message>
        <source>New style</source>
        <translation>Neuer Stil</translation>
    </message>
    <message>
        <source>New negative style</source>
        <translation>Neuer Negativstil</translation>
    </message>
    <message>
        <source>New preset</source>
        <translation>Neue Voreinstellung</translation>
    </message>
    <message>
        <source>Saved. Type its name.</source>
        <translation>Gespeichert. Geben Sie den Namen ein.</translation>
    </message>
    <message>
        <source>It could not be written, and lasts until Calotype is closed. Type its name.</source>
        <translation>Es konnte nicht geschrieben werden und bleibt, bis Calotype geschlossen wird. Geben Sie den Namen ein.</translation>
    </message>
    <message>
        <source>A name must not be empty.</source>
        <translation>Ein Name darf nicht leer sein.</translation>
    </message>
    <message>
        <source>“%1” is there already; “%2” keeps its name.</source>
        <translation>„%1“ gibt es schon; „%2“ behält seinen Namen.</translation>
    </message>
    <message>
        <source>“%1” is deleted.</source>
        <translation>„%1“ ist gelöscht.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::TagDialog</name>
    <message>
        <source>A&amp;dd</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neues Schlagwort</translation>
    </message>
    <message>
        <source>Type a tag and press Enter</source>
        <translation>Schlagwort eingeben und Eingabetaste drücken</translation>
    </message>
    <message>
        <source>Add the tag</source>
        <translation>Schlagwort hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Tags of %Ln picture(s)</source>
        <translation>
            <numerusform>&amp;Schlagwörter des Bildes</numerusform>
            <numerusform>&amp;Schlagwörter von %Ln Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;New tag</source>
        <translation>&amp;Neues Schlagwort</translation>
    </message>
</context>
<context>
    <name>calotype::ui::TextActions</name>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>Cut the selected text</source>
        <translation>Den ausgewählten Text ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected text</source>
        <translation>Den ausgewählten Text kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Ein&amp;fügen</translation>
    </message>
    <message>
        <source>Paste into the text field</source>
        <translation>In das Textfeld einfügen</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>A&amp;lles auswählen</translation>
    </message>
    <message>
        <source>Select all of the text</source>
        <translation>Den ganzen Text auswählen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::TokenCounter</name>
    <message numerus="yes">
        <source>%n token(s), of the %1 that the text encoder takes</source>
        <translation>
            <numerusform>%n Token von den %1, die der Textencoder fasst</numerusform>
            <numerusform>%n Token von den %1, die der Textencoder fasst</numerusform>
        </translation>
    </message>
    <message>
        <source>Only %1 tokens are read. Cut off: %2</source>
        <translation>Nur %1 Token werden gelesen. Abgeschnitten: %2</translation>
    </message>
    <message numerus="yes">
        <source>They are read in %n part(s) of 75; a dashed line in the prompt shows where one begins.</source>
        <translation>
            <numerusform>Sie werden in %n Abschnitt zu 75 gelesen; eine gestrichelte Linie im Prompt zeigt, wo einer beginnt.</numerusform>
            <numerusform>Sie werden in %n Abschnitten zu 75 gelesen; eine gestrichelte Linie im Prompt zeigt, wo einer beginnt.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 von %2 Token</translation>
    </message>
</context>
<context>
    <name>calotype::ui::VariationPicker</name>
    <message>
        <source>Variation</source>
        <translation>Variation</translation>
    </message>
    <message>
        <source>A second seed, and where the noise comes from</source>
        <translation>Ein zweiter Seed, und woher das Rauschen kommt</translation>
    </message>
    <message>
        <source>How far to go from the seed’s noise to that of the variation seed; 0 is no variation. Above it, several pictures are variations of one.</source>
        <translation>Wie weit es vom Rauschen des Seeds zu dem des Variations-Seeds geht; 0 ist keine Variation. Darüber sind mehrere Bilder Variationen von einem.</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>Variationsstärke</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Where the noise of the pictures comes from</source>
        <translation>Woher das Rauschen der Bilder kommt</translation>
    </message>
    <message>
        <source>Draw a variation seed</source>
        <translation>Einen Variations-Seed ziehen</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>Variations-Seed</translation>
    </message>
    <message>
        <source>Number from 0 to 4294967295; the pictures that follow have the next ones</source>
        <translation>Zahl von 0 bis 4294967295; die folgenden Bilder haben die nächsten</translation>
    </message>
    <message>
        <source>For each picture</source>
        <translation>Für jedes Bild</translation>
    </message>
    <message>
        <source>For the whole batch</source>
        <translation>Für alle zusammen</translation>
    </message>
    <message>
        <source>As an NVIDIA card’s</source>
        <translation>Wie auf NVIDIA-Karten</translation>
    </message>
    <message>
        <source>Each picture can be made again by its seed alone</source>
        <translation>Jedes Bild lässt sich allein mit seinem Seed noch einmal erzeugen</translation>
    </message>
    <message>
        <source>As diffusers draws a batch: a picture needs the whole batch to be made again</source>
        <translation>Wie Diffusers mehrere zugleich zieht: Um ein Bild noch einmal zu erzeugen, braucht es alle zusammen</translation>
    </message>
    <message>
        <source>For seeds that other programs used on an NVIDIA card</source>
        <translation>Für Seeds, die andere Programme auf einer NVIDIA-Karte verwendet haben</translation>
    </message>
</context>
<context>
    <name>calotype::ui::ViewerPage</name>
    <message>
        <source>Viewer</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>No picture is chosen.</source>
        <translation>Kein Bild ist ausgewählt.</translation>
    </message>
    <message>
        <source>&amp;Next Picture</source>
        <translation>&amp;Nächstes Bild</translation>
    </message>
    <message>
        <source>Show the next picture</source>
        <translation>Das nächste Bild zeigen</translation>
    </message>
    <message>
        <source>&amp;Previous Picture</source>
        <translation>&amp;Voriges Bild</translation>
    </message>
    <message>
        <source>Show the previous picture</source>
        <translation>Das vorige Bild zeigen</translation>
    </message>
    <message>
        <source>Fi&amp;rst Picture</source>
        <translation>&amp;Erstes Bild</translation>
    </message>
    <message>
        <source>Show the first picture</source>
        <translation>Das erste Bild zeigen</translation>
    </message>
    <message>
        <source>&amp;Last Picture</source>
        <translation>&amp;Letztes Bild</translation>
    </message>
    <message>
        <source>Show the last picture</source>
        <translation>Das letzte Bild zeigen</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>Ein&amp;passen</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>Das ganze Bild</translation>
    </message>
    <message>
        <source>&amp;Actual Size</source>
        <translation>&amp;Originalgröße</translation>
    </message>
    <message>
        <source>One pixel of the screen for each of the picture</source>
        <translation>Ein Bildschirmpixel für jedes Pixel des Bildes</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Ve&amp;rgrößern</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>Voll&amp;bild</translation>
    </message>
    <message>
        <source>The picture alone, on the whole screen</source>
        <translation>Nur das Bild, auf dem ganzen Bildschirm</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Leave Full Screen</source>
        <translation>Vollbild verlassen</translation>
    </message>
    <message>
        <source>Back to the window</source>
        <translation>Zurück zum Fenster</translation>
    </message>
    <message>
        <source>&amp;Slideshow</source>
        <translation>&amp;Diaschau</translation>
    </message>
    <message>
        <source>One picture after the other, until something is pressed</source>
        <translation>Ein Bild nach dem anderen, bis etwas gedrückt wird</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>Diaschau</translation>
    </message>
    <message>
        <source>Which picture</source>
        <translation>Welches Bild</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Seconds for each picture of the slideshow</source>
        <translation>Sekunden für jedes Bild der Diaschau</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Calotype</source>
        <translation>Calotype</translation>
    </message>
</context>
<context>
    <name>calotype::ui::WindowActions</name>
    <message>
        <source>&amp;Generate</source>
        <translation>Er&amp;zeugen</translation>
    </message>
    <message>
        <source>Make the picture</source>
        <translation>Das Bild erzeugen</translation>
    </message>
    <message>
        <source>Generate &amp;Next</source>
        <translation>Als &amp;Nächstes erzeugen</translation>
    </message>
    <message>
        <source>Make it before all that wait</source>
        <translation>Vor allen wartenden erzeugen</translation>
    </message>
    <message>
        <source>Generate &amp;Instead</source>
        <translation>S&amp;tattdessen erzeugen</translation>
    </message>
    <message>
        <source>Make it in place of all that wait; they are cancelled</source>
        <translation>Anstelle aller wartenden erzeugen; diese werden abgebrochen</translation>
    </message>
    <message>
        <source>Generate Se&amp;veral…</source>
        <translation>&amp;Mehrere erzeugen …</translation>
    </message>
    <message>
        <source>Make pictures from several prompts, one a line</source>
        <translation>Bilder aus mehreren Prompts erzeugen, einer je Zeile</translation>
    </message>
    <message>
        <source>S&amp;kip This Picture</source>
        <translation>Dieses Bild über&amp;springen</translation>
    </message>
    <message>
        <source>Leave this picture and go on with the next</source>
        <translation>Dieses Bild auslassen und mit dem nächsten weitermachen</translation>
    </message>
    <message>
        <source>Stop &amp;After This Picture</source>
        <translation>Nach diesem Bild an&amp;halten</translation>
    </message>
    <message>
        <source>Finish this picture, then stop</source>
        <translation>Dieses Bild fertigstellen, dann anhalten</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stop; finished pictures are kept</source>
        <translation>Anhalten; fertige Bilder bleiben erhalten</translation>
    </message>
    <message>
        <source>&amp;Open Model File…</source>
        <translation>&amp;Modelldatei öffnen …</translation>
    </message>
    <message>
        <source>Choose a model file from anywhere</source>
        <translation>Eine Modelldatei von beliebigem Ort auswählen</translation>
    </message>
    <message>
        <source>Open Model Fol&amp;der…</source>
        <translation>Modell&amp;ordner öffnen …</translation>
    </message>
    <message>
        <source>Choose a diffusers folder from anywhere</source>
        <translation>Einen Diffusers-Ordner von beliebigem Ort auswählen</translation>
    </message>
    <message>
        <source>Open Models Folde&amp;r</source>
        <translation>Ordner der Modelle &amp;zeigen</translation>
    </message>
    <message>
        <source>Show the folder where models are looked for</source>
        <translation>Den Ordner zeigen, in dem nach Modellen gesucht wird</translation>
    </message>
    <message>
        <source>&amp;Look Again</source>
        <translation>&amp;Neu suchen</translation>
    </message>
    <message>
        <source>Look for models and pictures again</source>
        <translation>Noch einmal nach Modellen und Bildern suchen</translation>
    </message>
    <message>
        <source>&amp;Free the Model’s Memory</source>
        <translation>Speicher des Modells &amp;freigeben</translation>
    </message>
    <message>
        <source>Unload the model; it comes back when it is used</source>
        <translation>Das Modell entladen; bei Verwendung kommt es zurück</translation>
    </message>
    <message>
        <source>Choose Start &amp;Image…</source>
        <translation>&amp;Startbild auswählen …</translation>
    </message>
    <message>
        <source>Choose a picture to start from</source>
        <translation>Ein Bild als Ausgangspunkt auswählen</translation>
    </message>
    <message>
        <source>&amp;Paste Start Image</source>
        <translation>Startbild einfü&amp;gen</translation>
    </message>
    <message>
        <source>Start from the picture on the clipboard</source>
        <translation>Vom Bild in der Zwischenablage ausgehen</translation>
    </message>
    <message>
        <source>&amp;Clear Start Image</source>
        <translation>Start&amp;bild entfernen</translation>
    </message>
    <message>
        <source>Start from noise alone</source>
        <translation>Nur vom Rauschen ausgehen</translation>
    </message>
    <message>
        <source>Go to the &amp;Prompt</source>
        <translation>Zum &amp;Prompt</translation>
    </message>
    <message>
        <source>Write the prompt</source>
        <translation>Den Prompt schreiben</translation>
    </message>
    <message>
        <source>Pr&amp;eferences…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>How Calotype looks and works</source>
        <translation>Wie Calotype aussieht und arbeitet</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Ve&amp;rgrößern</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>&amp;Actual Size</source>
        <translation>&amp;Originalgröße</translation>
    </message>
    <message>
        <source>One pixel of the screen for each of the picture</source>
        <translation>Ein Bildschirmpixel für jedes Pixel des Bildes</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>Ein&amp;passen</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>Das ganze Bild</translation>
    </message>
    <message>
        <source>&amp;About Calotype</source>
        <translation>Ü&amp;ber Calotype</translation>
    </message>
    <message>
        <source>What this program is</source>
        <translation>Was dieses Programm ist</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close Calotype</source>
        <translation>Calotype schließen</translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Colours of the window</source>
        <translation>Farben des Fensters</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts…</source>
        <translation>&amp;Tastenkürzel …</translation>
    </message>
    <message>
        <source>See the keys, and change them</source>
        <translation>Die Tasten ansehen und ändern</translation>
    </message>
    <message>
        <source>Show &amp;Log…</source>
        <translation>&amp;Protokoll zeigen …</translation>
    </message>
    <message>
        <source>Read the log, as it is written</source>
        <translation>Das Protokoll mitlesen, während es geschrieben wird</translation>
    </message>
    <message>
        <source>Copy &amp;Diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Versions, devices and preferences, for those who help; no path and no prompt is in it</source>
        <translation>Versionen, Geräte und Einstellungen für alle, die helfen; Pfade und Prompts stehen nicht darin</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Add &amp;Gallery Folder…</source>
        <translation>Galerieordner &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Show the pictures of another folder too</source>
        <translation>Auch die Bilder eines weiteren Ordners zeigen</translation>
    </message>
</context>
<context>
    <name>calotype::ui::WindowDocks</name>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Warteschlange</translation>
    </message>
    <message>
        <source>I&amp;nfo</source>
        <translation>&amp;Info</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
</context>
<context>
    <name>calotype::ui::WindowPages</name>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Erstellen</translation>
    </message>
    <message>
        <source>The picture in the making</source>
        <translation>Das entstehende Bild</translation>
    </message>
    <message>
        <source>&amp;Gallery</source>
        <translation>&amp;Galerie</translation>
    </message>
    <message>
        <source>All pictures</source>
        <translation>Alle Bilder</translation>
    </message>
    <message>
        <source>&amp;Viewer</source>
        <translation>Be&amp;trachter</translation>
    </message>
    <message>
        <source>One picture, large</source>
        <translation>Ein Bild, groß</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>Verglei&amp;ch</translation>
    </message>
    <message>
        <source>Two pictures beside each other</source>
        <translation>Zwei Bilder nebeneinander</translation>
    </message>
    <message>
        <source>Move to the Trash?</source>
        <translation>In den Papierkorb verschieben?</translation>
    </message>
    <message numerus="yes">
        <source>Move %n picture(s) to the trash? Undo brings them back.</source>
        <translation>
            <numerusform>%n Bild in den Papierkorb verschieben? Rückgängig machen holt es zurück.</numerusform>
            <numerusform>%n Bilder in den Papierkorb verschieben? Rückgängig machen holt sie zurück.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Move to the Trash</source>
        <translation>In den &amp;Papierkorb verschieben</translation>
    </message>
    <message>
        <source>The gallery’s filter is cleared: it hid the picture that this one was made from.</source>
        <translation>Der Filter der Galerie ist aufgehoben: Er verbarg das Bild, aus dem dieses entstanden ist.</translation>
    </message>
    <message>
        <source>The picture that this one was made from is not in the gallery.</source>
        <translation>Das Bild, aus dem dieses entstanden ist, ist nicht in der Galerie.</translation>
    </message>
    <message>
        <source>The gallery’s filter is cleared: it hid this picture.</source>
        <translation>Der Filter der Galerie ist aufgehoben: Er verbarg dieses Bild.</translation>
    </message>
</context>
<context>
    <name>calotype::ui::WindowStatus</name>
    <message>
        <source>&amp;Generate</source>
        <translation>Er&amp;zeugen</translation>
    </message>
    <message>
        <source>Add to &amp;Queue</source>
        <translation>In die Warteschlange</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an …</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Preparing the start image</source>
        <translation>Startbild wird vorbereitet</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>No model in memory</source>
        <translation>Kein Modell im Speicher</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Make the picture</source>
        <translation>Das Bild erzeugen</translation>
    </message>
    <message>
        <source>Make the picture after those that wait</source>
        <translation>Das Bild nach denen erzeugen, die warten</translation>
    </message>
</context>
<context>
    <name>calotype::ui::WindowToolBar</name>
    <message>
        <source>Toolbar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>&amp;Toolbar</source>
        <translation>Werkzeug&amp;leiste</translation>
    </message>
</context>
<context>
    <name>calotype::ui::WindowUndo</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
</context>
<context>
    <name>calotype::ui::WorkAnnouncer</name>
    <message>
        <source>Calotype is done</source>
        <translation>Calotype ist fertig</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) made</source>
        <translation>
            <numerusform>%n Bild erzeugt</numerusform>
            <numerusform>%n Bilder erzeugt</numerusform>
        </translation>
    </message>
    <message>
        <source>Calotype waits for you</source>
        <translation>Calotype wartet auf Sie</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
</context>
</TS>
