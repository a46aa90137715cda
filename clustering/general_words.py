"""Words that go with any subject, in the languages where they aren't among the Dutch and English
ones of `stopwords`: numbers, times, fillers, verbs of saying and doing.

GENERAL_WORDS: dict of language code to frozenset of casefolded words. The lists are our own;
Turkish and Arabic have the endings and prefixes in which such a word is mostly met.
"""

_TURKISH = """
iki üç dört beş altı yedi sekiz dokuz yirmi otuz kırk elli yüz bin yarım ilk son birinci ikinci yıl
yıldır yılda yıllar yıllardır ay aydır ayda aylarca hafta haftada haftalarca gün gündür günü günde
günler bugün yarın dün saat saatte saatler saatlerce dakika dakikada gece geceleri sabah akşam
akşamları öğle pazartesi salı çarşamba perşembe cuma cumartesi pazar kez kere defa süre süredir
hemen tekrar yine gene bazen genelde genellikle sürekli sık belki tabii tabi elbette lütfen hadi
evet hayır tamam peki acaba keşke rağmen yüzünden yerine beri önceki sonraki dışında arasında
yanında altında üstünde hakkında tarafından gelen olduğu olduğunu olduğum olması olmuyor olmadı
olmasın olsa olursa olmaz olacak olabilir olmadan oldum oluyorum ettim etti eden ederim ediyorum
edilen yaptım yaptı yapıyoruz yapan yapılan yaptılar verdi verdim veriyor vermek versin verilmeli
aldım aldı alıyor almak alan gel geldi geldim geliyor gelsin gelmek git gitti gittim gidiyor gitmek
dedi dediler dedim diyor diyorlar demek söyledi söylediler söylüyor anlattım anlatıyorum sordum
soruyor baktı bakıyor bakmak biliyor biliyorum bilmiyorum bilmiyor bilmek istiyor istedim
istemiyorum isterim istiyorlar gördüm görmek görüyor kaldı kaldım kalıyor kalmak çıktı çıkıyor
geçti geçiyor başladı çalışıyor lazımdı gereken yardım yardımcı oluyoruz olmuş etmiş imiş idi
ettiler hep hepsi hiçbir hiçkimse herkes kimse kimi herkesin kendim kendisi kendimi başka aynı
farklı bütünü çoğu büyük küçük yeni eski güzel zor kolay uzun kısa hızlı yavaş önemli normal
gerçekten özellikle diğer birlikte birkaç tek kişi kişiler üzerinde boyunca ilgili ardından
sırasında konusunda amacıyla biraz oldukça neredeyse yaklaşık yeniden geri ayrı vardır yoktur
değildir yalnızca yalnız bunlar herhangi pek dahil benzer çeşitli yüksek düşük etmek şeyi işim
baştan olsaydı vardı yoktu varmış değildi bende sende bizde onda bizi burası orası buraya oraya
şurada işte aslında ayrıca hatta yeter sanki neden mesela örneğin konuda konu durumda durum
"""

_ARABIC = """
واحد واحدة اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة سبعة ثمانية تسعة عشرة عشر مئة ألف نصف أول
أولى ثاني آخر أخرى الأول الثاني سنة سنوات سنين عام أعوام شهر شهور أشهر أسبوع أسابيع يوم أيام اليوم
غدا أمس ساعة ساعات دقيقة دقائق ليلا الليل صباحا مساء نهارا مرة مرات دائما أبدا أحيانا كثيرا كثير
قليل قليلا كبير كبيرة صغير صغيرة جديد جديدة قديم طويل طويلة قصير سهل صعب مهم جيد جيدة سيء قال قالوا
قالت يقول يقولون أقول قلت قيل سأل سألت نقول أعرف يعرف يعرفون نعرف أظن أعتقد أفهم يفهم جاء جاءت يأتي
أتى ذهب ذهبت أذهب يذهب نذهب أعطى يعطي أخذ يأخذ وجد وجدت أجد رأيت أرى كنت كنا كانوا أكون سيكون لست
ليسوا يوجد توجد يصبح أصبح صار بقي يبقى يريد يريدون أردت أحتاج نحتاج يحتاج تحتاج ينبغي ممكن يجوز
ضروري لازم فقط أيضا كذلك هكذا مثل مثلا كأن ربما طبعا لكن ولكن وكان وكانت وهو وهي وهذا وهذه ولا ولم
وما وفي ومن وعلى ومع وكل وأنا ونحن فلا فهو فهي بأن بسبب بدل بدلا أثناء حول ضد نحو عبر تجاه داخل
لذلك خاصة حتى خارج أمام وراء جانب قرب الذى اللذين اللتين اللاتي اللواتي هؤلاء أولئك لديهم لديك عندي
عندنا عندهم عندما بينما كلما مهما أحد لأحد أحدا شخص أشخاص الشخص كلهم جميع الجميع نفس نفسه نفسها
نفسي معي معنا معه معها معهم إلي إليه إليها إلينا فينا عنه عنها عني لك لكم لأنه لأنها لأنهم لأني أنه
أنها أنهم أني أننا إنه إنها شكرا رجاء يرجى
"""

_POLISH = """
jeden jedna jedno jedną jednego jednej dwa dwie dwóch trzy trzech cztery pięć sześć siedem osiem
dziewięć dziesięć dwadzieścia trzydzieści sto tysiąc pół połowa pierwszy pierwsza pierwsze drugi
druga drugie trzeci ostatni ostatnia następny kolejny kolejna rok roku lat lata miesiąc miesiące
miesięcy miesiąca tydzień tygodnie tygodni tygodniu dzień dni dnia dniem godzina godziny godzin
godzinę minuta minuty minut minutę noc nocy nocą rano wieczorem wieczór dziś dzisiaj jutro wczoraj
poniedziałek wtorek środa czwartek piątek sobota niedziela raz razem razy czasem czasami zwykle
ciągle wciąż znowu znów wreszcie właśnie prawie około chyba może naprawdę oczywiście proszę
dziękuję bardziej najbardziej zbyt dość wcale zupełnie całkiem podczas wśród według wobec mimo
oprócz zamiast powinni powinnam powinniśmy mógłby mogłaby mogłam mogłem mogę możemy możesz muszę
musimy musiałam musiałem musiał miała miałam miałem mieć mamy byli byłam byłem byłoby byłby jestem
jesteśmy jesteś żadna żaden żadne żadnej jakiś jakaś jakieś jakie jaki jaka taki taka takie takich
sama sam samo sami sobie siebie inny inna inne innych innego innej nowy nowa nowe stary stara duży
duża duże mały mała małe długo długi długie krótki trudno łatwo ważne ważny normalnie szybko
szybciej wolno powiedział powiedziała powiedzieli powiedziano mówi mówią mówić mówiła wiem wie
wiedzą wiedzieć wiedział myślę uważam sądzę pytam pyta pytają pytać chciałbym chciałabym chcą
chciał robi robią robić zrobić zrobił idzie iść poszłam poszedł przyszedł przyjść przychodzi dostać
dostałam dostałem dostaje daje dają dać dał widzę widać widzi zostać został została był bywa stać
trzymać znaleźć szukać pomóc pomaga pomoże pomogła pomagać rzecz rzeczy sprawa sprawy sposób
przykład wszystkich wszystkim wszędzie nigdzie gdzieś dokąd skąd dlaczego którą któremu którego
której którzy których którym czego czemu kogo komu nami wami nimi nich niej niego niemu nią nim tą
tę tymi tego temu przed sobą każdym moją cały cała całe dopiero byle aż ani albo choć chociaż gdyby
skoro podobno zatem otóż itd itp
"""

_UKRAINIAN = """
один одна одне одного одну два дві двох три трьох чотири п'ять шість сім вісім дев'ять десять
двадцять тридцять сто тисяча пів половина перший перша перше другий друга друге третій останній
наступний рік року роки років місяць місяці місяців місяця тиждень тижні тижнів тижня день дні днів
дня година години годин годину хвилина хвилини хвилин хвилину ніч ночі вночі вранці ввечері вечір
сьогодні завтра вчора понеділок вівторок середа четвер п'ятниця субота неділя раз рази разів разом
іноді інколи зазвичай постійно знову нарешті саме майже близько мабуть справді звичайно дякую прошу
будь ласка занадто досить зовсім під час серед згідно попри замість крім мав мала мати маю має
маємо мають міг могла могли можемо можете можеш мусить мусимо мушу хотів хотіла хотіли хоче хочуть
хотілося бути був була було були буду будемо будуть бував стати став стала якийсь якась якісь який
якого якої якому якою яким яких такий така таке такі сам сама само самі інший інша інше інші інших
нового новий нова нове нові старий стара старі великий велика велике великі малий малі довго довгий
довге важко легко важливо нормально швидко швидше повільно сказав сказала сказали кажуть каже
казати говорить говорять говорити знаю знає знають знати думаю вважаю питаю питає питають робить
роблять робити зробити зробив іде йти пішла пішов прийшов прийшла приходить отримати отримав дають
дає дати дав бачу бачить видно залишитися знайти шукати допомогти допомагає допоможе річ речі
справа спосіб приклад усі усіх усім всім скрізь ніде десь куди звідки чому чого кого кому нами вами
ними них неї нього йому нею ним тією цією цими цьому тому та ані або хоча якби тобто отже поки доки
поряд біля після навіть ось оце отут адже мовляв просто дуже
"""

GENERAL_WORDS: dict[str, frozenset[str]] = {
    "tr": frozenset(_TURKISH.split()),
    "ar": frozenset(_ARABIC.split()),
    "pl": frozenset(_POLISH.split()),
    "uk": frozenset(_UKRAINIAN.split()),
}
