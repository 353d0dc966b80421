"""The words of sales pipelines, as data: which phrases say won, lost, still open, or too little.

Each line is one phrase (normal form: lower case, single blanks, no signs). `stage_words` reads a
status as a row of these phrases; longer ones are taken first.
"""

from __future__ import annotations


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(line.split()) for line in text.replace("/", "\n").splitlines()) - {""}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LOST = _phrases("""
    lost / loss / lose / lost lead / lead lost / deal lost / lost deal / lost sale / order lost
    closed lost / close lost / lost to competitor / lost to competition / competitor / competition
    not interested / no interest / no longer interested / uninterested / less interested
    lost interest / not keen / ni / not looking / no longer looking / no requirement / no need
    not required / not needed / no longer required / no longer needed / requirement dropped
    plan dropped / plan cancelled / plan canceled / dropped plan / cancelled plan / not planning
    changed mind / changed their mind / dead / dead lead / lead dead / junk / junk lead / spam
    fake / fake lead / bogus / duplicate / duplicate lead / duplicate enquiry / invalid
    invalid lead / invalid number / wrong number / wrong no / wrong enquiry / wrong person
    wrong lead / incorrect number / number invalid / bad number / bad lead / bad data
    number does not exist / trash / irrelevant / not relevant / not a lead / not a fit / bad fit
    poor fit / no fit / not suitable / unsuitable / not qualified / unqualified / disqualified
    disqualify / non qualified / dq / not eligible / ineligible / not genuine / non genuine
    out of area / out of scope / out of service area / not serviceable / unserviceable
    not feasible / non feasible / not doable / dropped / drop / dropped out / dropout / drop out
    dropped off / lead dropped / backed out / back out / pulled out / withdrawn / withdrew
    withdraw / rejected / reject / rejection / application rejected / quote rejected
    proposal rejected / offer rejected / declined / decline / quote declined / refused / refuse
    denied / turned down / abandoned / abandon / given up / gave up / cancelled / canceled
    cancel / cancellation / order cancelled / order canceled / booking cancelled
    booking canceled / called off / no budget / low budget / budget issue / budget low
    out of budget / budget too low / budget mismatch / price issue / price too high
    too expensive / costly / high price / not affordable / cannot afford / unaffordable
    not converted / unconverted / non converted / not closed won / not won / no sale / not sold
    did not buy / did not convert / wont buy / will not buy / not buying / failed / unsuccessful
    bought elsewhere / bought from other / bought from others / bought from competitor
    bought from another / purchased elsewhere / purchased from other / purchased from others
    purchased from competitor / already bought / already purchased / already taken
    purchased already / bought already / joined elsewhere / joined other / already joined other
    enrolled elsewhere / booked elsewhere / went elsewhere / went with competitor
    went with another / went with other / chose competitor / chose another
    already booked elsewhere / joined competitor / took elsewhere / taken elsewhere
    finalised elsewhere / finalized elsewhere / sold elsewhere / sold to other / sold to others
    sold to another / sold by other / sold by others / sold to competitor / finalised with other
    finalized with other / unsubscribed / unsubscribe / dnd / dnc / do not call / do not contact
    do not disturb / dont call / opted out / opt out / blacklisted / blacklist / ghosted / churned
    churn / not joining / not coming / not enrolled / not admitted / no admission
    not taken admission / bin / in bin / deleted / delete / removed / remove / trashed / discarded
    discard / scrapped / binned / test lead / test entry / test data / dummy / dummy lead
    garbage / rubbish / prank / not valid / non valid / non lead / no lead / not real / unreal
    not verified fake / nonsense / already has / already have / using competitor / already using
    has vendor / existing vendor / location mismatch / location issue / location problem
    wrong location / other location / different location / area mismatch / wrong area / other area
    different area / location too far / other city / different city / wrong city / another city
    outside city / out of city / too far / out of station / outstation / out station / out of town
    far away / distance / distance issue / distance problem / budget constraint
    budget constraints / budget problem / price mismatch / pricing issue / price constraint
    price problem / price high / high budget gap / over budget / product mismatch
    requirement mismatch / requirement not matching / need mismatch / mismatch / not matching
    not match / product not available / out of stock / no stock / timing issue / timing mismatch
    bad timing / language issue / language barrier / language problem / age issue / overage
    underage / not applicable / no longer applicable / no longer valid / wrong product
    other product / different product / other requirement / rent only / only rent / only rental
    looking for rent / looking for rental / for rent / job seeker / job enquiry / job inquiry
    looking for job / wants job / vendor / supplier / broker / dealer enquiry / student project
    enquired by mistake / by mistake / mistake / accidental / accidental enquiry / dis qualified
    un qualified / budget / price / timing / location / far / very far / location far / expensive
    pricey / overpriced / rate high / high rate / rates high / will not join / will not come
    will not take / do not want / does not want / dont want / doesnt want / not want / not wanted
    unwilling / not willing / no longer want / visa rejected / visa refused / just enquiry
    just browsing / time pass / timepass / window shopper / window shopping / not serious
    non serious / casual enquiry / no money / no funds / insufficient funds / no decision maker
    credit issue / credit rejected / loan rejected / bank rejected / loan not approved
    kyc failed / kyc rejected / failed kyc / missed opportunity / lapsed / perdido / perdida
    perdu / perdue / verloren / perso / persa / verlust / abgelehnt / abgesagt / kein interesse
    nicht interessiert / no interesado / no interesada / sem interesse / that bai / tu choi
    khong quan tam / kaybedildi / olumsuz / iptal / ilgilenmiyor / przegrane / przegrana
    przegrany / kalah / batal / tapt / tabt / forlorad / проигран / отказ / 输单 / 无效
    niet geinteresseerd / afgewezen / geen interesse / pas interesse / pas interesse e
    non interessato / descartado / descartada / rechazado / rechazada / rejeitado / recusado
    cancelado / cancelada / annule / annulee / annullato / refuse par le client / storniert
    verworpen / desqualificado / descalificado / no califica / abandonne / scartato / rifiutato
    desistiu / desistio
""")

WON = _phrases("""
    won / win / winner / closed won / close won / deal won / won deal / sale won / order won
    converted / conversion done / lead converted / convert to customer / converted to customer
    sold / sold out / sale made / sale done / sale closed / sale completed / sale complete
    sale confirmed / sale / successful sale / success / successful / customer / client
    became customer / new customer / paying customer / active customer / order received
    order confirmed / order placed / order booked / order done / order completed / order complete
    order delivered / order closed / order finalised / order finalized / ordered / confirmed order
    got order / order taken / order dispatched / order shipped / purchase done / purchased
    purchase order received / po received / po issued / po released / bought / payment received
    payment done / payment completed / payment complete / payment made / fully paid / full payment
    full payment received / full payment done / paid / paid in full / hired / policy sold
    plan activated / account activated / account opened / deal signed off / fees paid / fee paid
    fees received / payment success / payment successful / collected / funded / loan disbursed
    disbursed / disbursal done / loan closed / conversion / conversions / converted to sale
    converted to order / converted to deal / handed to delivery / delivered / dispatched / shipped
    installed / installation done / invoiced / handed over / handover done / possession given
    signed / contract signed / agreement signed / agreement done / agreement executed / signed up
    mou signed / contract won / contract awarded / awarded / deal signed / sale deed done
    sale agreement done / contract executed / registry done / signed contract / signed agreement
    enrolled / enroled / enrollment done / enrolment done / enrollment complete
    enrolment complete / enrollment completed / enrolment completed / enrollment confirmed
    enrolment confirmed / admission done / admission taken / admission confirmed
    admission complete / admission completed / admitted / seat confirmed / seat booked / joined
    course joined / onboarded / onboarding / onboarding done / subscribed / activated
    policy issued / unit booked / flat booked / plot booked / room booked / rooms booked
    stay booked / villa booked / event booked / tour booked / package booked / ticket booked
    reservation confirmed / stay confirmed / checked in / checked out / stayed / quote accepted
    quotation accepted / proposal accepted / offer accepted / estimate accepted / quote approved
    quotation approved / proposal approved / estimate approved / quote won / chot / da chot
    thanh cong / da mua / kazanildi / satildi / wygrane / wygrana / wygrany / menang / vunnet
    vundet / vunnen / выигран / выиграна / продано / 成交 / 赢单 / ganado / ganada / gagne / gagnee
    gewonnen / vinto / vinta / ganho / ganha / vendido / vendida / vendu / verkauft / venduto
    converti / convertido / convertida / cliente / kunde / convertito / venta / venta cerrada
    venta realizada / vente / vente conclue / auftrag erhalten / auftrag / matriculado / inscrit
    signe / contrat signe
""")

UNCLEAR = _phrases("""
    closed / close / closure / completed / complete / completion / done / finished / finish
    finalised / finalized / finalisation / finalization / ended / end / over / resolved / settled
    booked / booking / booking confirmed / booking done / reserved / reservation / confirmed
    confirm / accepted / approved / deal / deal closed / deal done / closed deal / deal completed
    hot / warm / cold / hot lead / warm lead / cold lead / hot prospect / warm prospect
    cold prospect / very hot / lukewarm / super hot / yes / no / ok / okay / y / n / true / false
    na / none / other / others / misc / unknown / tbd / registered / registration done
    registration / archived / archive / inactive / dormant / expired / refunded / refund
    returned / invoice sent / invoice / invoice raised / existing / existing customer
    old customer / past customer / former customer / repeat customer / old client
    existing client / final / result / outcome / lost contact / contact lost / meeting cancelled
    meeting canceled / demo cancelled / demo canceled / visit cancelled / site visit cancelled
    appointment cancelled / appointment canceled / call cancelled / call closed / enquiry closed
    inquiry closed / lead closed / case closed / ticket closed / file closed / closed lead
    closed enquiry / closed ticket / delivery / delivery done / requirement closed
    requirement fulfilled / fulfilled / transferred / test / green / red / yellow / amber / high
    medium / low / not available / unavailable / positive / negative / advance received
    advance paid / advance payment received / advance payment / part payment
    part payment received / partially paid / partial payment / partial payment received / deposit
    deposit received / deposit paid / token received / token paid / token done / token given
    token amount received / booking amount received / booking amount paid / booking amount
    down payment received / down payment / retainer paid / contract / agreement / payment failed
    payment declined / unpaid / unsold / incomplete / blocked / unit blocked / under contract
    high priority / low priority / medium priority / work done / work completed
    project completed / project done / service done / terminated / terminado / cerrado / cerrada
    fechado / fechada / ferme / fermee / cloture / termine / abgeschlossen / geschlossen
    erledigt / fertig / chiuso / chiusa / concluido / completado / finalizado / caliente / frio
    tibio / heiss / kalt / chaud / froid / reservado / agendado reservado / gebucht / prenotato
""")

OPEN = _phrases("""
    open / new / new lead / fresh / fresh lead / untouched / unassigned / assigned / allocated
    allotted / uncontacted / not contacted / not called / not yet contacted / yet to contact
    yet to call / to call / to contact / to be called / to be contacted / not started / to do
    todo / raw / received / lead received / enquiry received / just in / incoming / inbound
    inbox / backlog / contacted / contact made / first contact / initial contact / contact
    contacting / connected / not connected / reached / reached out / outreach / engaged / engaging
    engagement / touched / called / call / calling / call done / called once / called twice
    spoke / spoken / talked / discussed / discussion / in discussion / under discussion / in talks
    talking / conversation / in conversation / replied / responded / response received / messaged
    message sent / emailed / email sent / mailed / mail sent / whatsapp sent / whatsapped / texted
    sms sent / intro sent / attempted / attempting / attempt / attempted to contact / tried
    trying / left message / left voicemail / voicemail / voice mail / no response / no answer
    no reply / not answered / not answering / not responding / unanswered / unresponsive
    non responsive / not responded / did not answer / didnt answer / did not pick / didnt pick
    not picked / not picking / not picking up / did not pick up / call not picked
    call not received / not receiving / rnr / npc / dnr / cnc / clb / vm / swo / sw off / s off
    nc / pnr / nrp / token / token pending / token expected / token discussion / ringing
    ringing no response / ring / dnp / cnr / cnp / nr / busy / line busy / call busy / number busy
    user busy / engaged tone / switched off / switch off / phone switched off / not reachable
    unreachable / not reached / unable to reach / could not reach / couldnt reach / out of network
    no network / out of coverage / disconnected / call disconnected / call cut / call back
    callback / call back later / call later / call again / recall / redial / cb / call scheduled
    call booked / schedule call / will call / will call back / asked to call / to call back
    requested callback / callback requested / fup / fwup / flup / f up / f u / fu call / touch
    touchpoint / step / nego / in nego / neg / awareness / aware / consideration / intent
    intention / purchase intent / solution / open deal / open lead / good lead / processed
    value proposition / perception analysis / price quote / id decision makers
    identify decision makers / decision maker bought in / qualified to buy / contact in future
    contact in the future / contact later / attempt made / sv / svp / svd / sv done / sv planned
    face to face / video call / vc / zoom / google meet / eoi / eoi given
    expression of interest / cold call / cold contact / cold email / cold outreach / showing
    showings / listed / listing / escrow / login / login done / file login / sanctioned
    loan sanctioned / visa / visa applied / visa in process / offer letter / offer letter received
    renewal / renewal due / upsell / cross sell / intake / quote accepted soon / interest
    showed interest / interest shown / shown interest / has interest / info given
    information given / details given / details provided / information provided / info provided
    details taken / details collected / price told / informed / explained / explanation given
    brochure / catalogue / catalog / profile shared / profile sent / portfolio sent
    portfolio shared / photos sent / pictures sent / location sent / location shared / link sent
    link shared / video sent / design / design sent / design shared / design in progress / drawing
    mockup / mockup sent / site measurement / technical discussion / technical evaluation
    commercial discussion / budget discussion / family discussion / discussing with family
    internal discussion / management approval / need approval / with management / budget approval
    waiting for budget / follow up / followup / following up / followed up / follow
    follow up later / fu / follow ups / followups / follow up done / follow up required
    follow up needed / follow up pending / reminder sent / reminder / nudge / chase / chasing
    re engage / re engaged / reengaged / interested / very interested / highly interested
    more interested / seems interested / keen / considering / thinking / will think
    thinking about it / will decide / deciding / undecided / decision pending / decision
    decision making / decision awaited / need time / needs time / maybe / may be / might buy
    may buy / potential / prospect / prospecting / prospective / possible / likely / unlikely
    lead / leads / opportunity / mql / sql / sal / pql / target / suspect / enquiry / inquiry
    enquired / query / lead in / lead generated / qualified / qualifying / qualification
    pre qualified / prequalified / sales qualified / marketing qualified / to qualify
    to be qualified / yet to qualify / verified / verification / not yet qualified / screening
    screened / assessment / evaluating / evaluation / needs analysis / need analysis
    needs assessment / discovery / discovery call / requirement / requirements
    requirement gathering / requirement received / requirement shared / requirement understood
    quoted / quote / quotation / quoting / quote sent / quotation sent / quote given
    quotation given / quotation shared / quote shared / quote submitted / quote pending
    quote requested / quote required / need quote / rfq / rfq received / estimate / estimate sent
    estimated / price shared / price sent / price given / pricing / pricing sent / pricing shared
    rate given / rates shared / proposal / proposal sent / proposal made / proposal given
    proposal shared / proposal submitted / proposal pending / proposing / offer / offered
    offer sent / offer made / offer given / bid / bid submitted / bidding / tender
    tender submitted / presentation / presented / presenting / pitch / pitched / pitching
    brochure sent / details sent / details shared / info sent / information sent / catalogue sent
    catalog sent / catalogue shared / catalog shared / sent / shared / submitted / proforma sent
    pi sent / proforma invoice sent / proforma / demo / demos / demo done / demo given
    demo booked / demo scheduled / demo class / demo attended / demo completed / demonstration
    trial / trial class / trial started / on trial / free trial / poc / pilot / sample / samples
    sample sent / sample given / samples sent / sampling / sample approved / sample requested
    sample dispatched / sample delivered / sample shipped / testing / sample received / meeting
    meet / met / meeting done / meeting booked / meeting scheduled / meeting fixed
    meeting completed / visit / visited / visiting / site visit / site visit done / site visited
    site visit booked / site visit scheduled / site visit completed / site survey / survey
    survey done / inspection / measurement / measurement taken / walk in / walkin / visit done
    visit planned / visit scheduled / will visit / re visit / revisit / revisited / tour
    campus visit / campus tour / store visit / viewing / viewing booked / viewing done
    property viewing / appointment / appointment booked / appointment set / appointment scheduled
    appointment fixed / appointment confirmed / appt / appt set / appt booked / consultation
    consultation booked / consultation done / consult / consultation completed / free consultation
    interview / interviewed / interview scheduled / scheduled / schedule / rescheduled
    reschedule / planned / webinar / webinar attended / no show / noshow / did not attend / missed
    missed call / counselling / counseling / counselled / counseled / counselling done
    counseling done / application / applied / application submitted / application started
    application received / application in progress / form filled / form submitted / form sent
    documents pending / documents received / documents collected / documents / document collection
    documentation / shortlisted / shortlist / short listed / test scheduled / entrance test
    negotiation / negotiating / negotiate / negotiations / in negotiation / under negotiation
    price negotiation / bargaining / objection / objections / objection handling / revised quote
    quote revised / revised quotation / counter offer / finalising / finalizing / contract sent
    agreement sent / contract review / legal / legal review / awaiting signature
    contract negotiation / paperwork / loan / loan process / loan in process / loan pending
    commit / committed / commitment / verbal / verbal commitment / verbal yes / verbally agreed
    verbal confirmation / verbal agreement / closing / closing soon / near closing
    about to close / ready to close / to be closed / close to closing / likely to close
    expected to close / ready to buy / ready to book / ready / buying / ready to purchase
    ready to order / to close / not closed / not yet closed / hold / on hold / put on hold
    onhold / kept on hold / holding / tentative / tentative hold / tentatively booked
    tentative booking / provisional / provisional booking / blocked tentatively / option hold
    tentatively held / postponed / plan postponed / postpone / deferred / delayed / delay / paused
    parked / stalled / stuck / sleeping / snoozed / waitlist / waitlisted / waiting list
    wait listed / later / future / future prospect / future lead / future requirement
    future plan / long term / next month / next year / next week / after some time / not now
    not right now / not ready / not yet / not immediate / early stage / nurture / nurturing
    nurtured / drip / pipeline / in pipeline / recycle / recycled / reopened / re open / reopen
    re opened / revived / reactivated / pending / awaiting / awaited / waiting
    waiting for response / awaiting response / awaiting reply / awaiting payment
    awaiting approval / waiting for approval / pending approval / approval pending
    payment pending / pending payment / payment awaited / advance pending / payment link sent
    payment due / booking pending / pending booking / order pending / order expected
    order awaited / awaiting order / po awaited / po pending / awaiting po / awaiting confirmation
    confirmation pending / admission pending / enrollment pending / enrolment pending
    sale in progress / yet to confirm / yet to decide / yet to convert / not yet converted
    not decided / deal in progress / joining soon / will join / will enroll / will enrol
    will buy / will purchase / will order / will book / will confirm / will pay / will sign
    to sign / in progress / progress / in process / process / processing / under process / wip
    ongoing / on going / working / working on it / work in progress / active / in review
    under review / review / reviewing / under consideration / in contact / in touch / in follow up
    attended / action required / action needed / started / initiated / begun / escalated
    sent to sales / handed to sales / forwarded / referred / identified / researching / research
    introduced / bilgi verildi / bilgi / aranacak / ulasilamadi / cevap yok / randevu / moi
    dang lien he / da lien he / dang tu van / bao gia / da bao gia / tiem nang / yeni / teklif
    teklif verildi / teklif gonderildi / gorusuldu / arandi / takip / beklemede / nieuw
    gecontacteerd / offerte / offerte verstuurd / in behandeling / nowy / nowa / oferta
    oferta wyslana / w toku / baru / dihubungi / penawaran / ny / kontaktad / kontaktet / tilbud
    новыи / в работе / переговоры / 新 / 新线索 / 跟进中 / नया / naya / nuevo / nueva / nouveau
    nouvelle / neu / novo / nova / nuovo / contactado / contactada / contacte / kontaktiert
    contattato / contatado / em contato / in kontakt / calificado / calificada / qualifie
    qualifiziert / qualificato / qualificado / interesado / interesada / interesse / interessiert
    interessado / interessato / offen / abierto / abierta / aberto / ouvert / aperto / en cours
    en proceso / em andamento / in bearbeitung / in corso / pendiente / pendente / en attente
    in attesa / wartet / ausstehend / propuesta / propuesta enviada / proposta / proposta enviada
    proposta inviata / devis / devis envoye / angebot / angebot gesendet / angebot verschickt
    angebot versendet / presupuesto / orcamento / preventivo / cotizado / cotizacion
    cotizacion enviada / orcamento enviado / negociacion / negociacao / negociation / negoziazione
    verhandlung / in verhandlung / seguimiento / acompanhamento / nachfassen / relance
    a relancer / en seguimiento / reunion / reuniao / termin / termin vereinbart / rendez vous
    rdv / appuntamento / wiedervorlage / a contacter / por contactar / llamar / llamado / rappeler
    a rappeler / sin respuesta / pas de reponse / keine antwort / nicht erreicht
    nicht erreichbar / sem resposta / non risponde / prospecto / prospecteur / en espera
    em espera / visita / visita agendada / besichtigung / visite
""")

WEAK_OPEN = _phrases("""
    lead / leads / prospect / active / enquiry / inquiry / query / potential / prospective
    new lead / process / progress / requirement / contact / pipeline / opportunity / possible
    received / sent / shared / submitted / documents / application / loan / target / tour / test
    test scheduled / offer / verified / ready / review
""")
"""Open, but they add nothing to a word that says too little: a closed lead, a hot prospect."""

DEPENDS = _phrases("""
    customer / client / new customer / paying customer / active customer / cliente / kunde / sale
    venta / vente / auftrag / success / ordered / bought / purchased / paid / collected
    delivered / dispatched / shipped / installed / invoiced / signed / joined / subscribed
    activated / funded / awarded / hired / conversion / conversions / win / winner / loss / lose
    drop / dropped / dropped out / dropped off / cancel / cancelled / canceled / cancellation
    rejected / reject / rejection / declined / decline / refused / refuse / denied / withdrawn
    abandoned / failed / unsuccessful / lapsed / competitor / competition / distance / too far
    mistake / by mistake / vendor / supplier / broker / bin / removed / remove / deleted / delete
    discard / mismatch / duplicate / invalid / expensive / costly / high price / dnd / cancelado
    cancelada / annule / annulee / storniert / iptal / churn / outstation / far away
""")
"""What they say beside an open step depends on it: a customer not answering, a call dropped."""

ALONE = _phrases("""
    customer / client / new customer / paying customer / active customer / cliente / kunde
    budget / price / timing / location / far / very far / distance / language issue
""")
"""Alone they are a kind; beside other words they are only who or what is meant."""

NOT_YET = _words("""
    will would to likely expected expect almost about soon hopefully may maybe might should if ready
    trying nearly probable probably chance chances could can yet planning plans wants want going
    before until till unless or elsewhere other others another competitor competition
""")
"""Beside a won or lost word they say that it has not come to that, or not surely."""

SAME_STAGE: tuple[tuple[str, ...], ...] = (
    ("New", "New lead", "Fresh", "Fresh lead", "New enquiry", "New inquiry"),
    ("Contacted", "Called", "Contact made", "Connected", "Spoken"),
    ("Qualified", "Sales qualified", "SQL", "Qualified lead"),
    ("Quoted", "Quote sent", "Quotation sent", "Quote given", "Quotation given", "Quote shared",
     "Quotation shared", "Quote submitted", "Quotation submitted"),
    ("Proposal sent", "Proposal given", "Proposal shared", "Proposal submitted"),
    ("Sample sent", "Samples sent", "Sample given", "Sample dispatched"),
    ("Negotiation", "Negotiating", "In negotiation", "Under negotiation"),
    ("Site visit planned", "Site visit scheduled", "Site visit booked", "Site visit fixed"),
    ("Site visit done", "Site visited", "Site visit completed"),
    ("Counselled", "Counseled", "Counselling done", "Counseling done"),
    ("Demo booked", "Demo scheduled", "Demo class booked", "Demo class scheduled"),
    ("Demo attended", "Demo done", "Demo completed", "Demo class attended", "Demo class done"),
    ("Tentative hold", "Tentative", "On tentative hold", "Tentatively booked"),
    ("Won", "Closed won", "Deal won", "Converted", "Order won"),
    ("Lost", "Closed lost", "Deal lost", "Lost lead", "Order lost"),
)  # fmt: skip
"""Spellings that unmistakably mean one and the same step."""
